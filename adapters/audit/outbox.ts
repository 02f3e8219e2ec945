/**
 * Entries of the audit, written with the acts that they record: all or nothing (L5). They are put into an outbox, whose stream the function
 * audit-append enters into the audit. Actors and objects are user keys, serials or ARNs; never a secret, passcode, answer or e-mail
 * address.
 */
import { randomBytes } from 'node:crypto';
import type { AuditEntry, Entries } from '#core/audit.ts';
import { placeOf } from '#core/audit-chain.ts';
import { transient } from '#core/errors.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { ABSENT, type Item, type Key, outboxTable, readItem, type Update } from '../dynamodb/items.ts';
import { putting, type Transacted, transactSettled, updating, type Write } from '../dynamodb/transactions.ts';

/** Long after its stream has told of it: until then a reader finds here what the audit does not have yet. */
const KEPT_SECONDS = 7 * 86_400;

/** One item an entry, under the day it happened. */
function itemOf({ now, ...entry }: AuditEntry): Key & Item {
  const time = new Date(now).toISOString();
  const random = randomBytes(10);
  const sk = `${time}#${random.subarray(1).toString('base64url')}`;
  const expiresAt = Math.ceil(Date.now() / 1000) + KEPT_SECONDS;
  return { pk: placeOf(time, random[0]!).day, sk, time, ...entry, expiresAt };
}

/**
 * These writes and their entries, all or none. Where another transaction was at one of the items at the same moment it is tried again:
 * only the conditions decide.
 */
export function transactRecorded(writes: readonly Write[], entries: Entries): Promise<Transacted> {
  const recordings = entries.map((entry) => putting(outboxTable(), itemOf(entry), ABSENT));
  return transactSettled([...writes, ...recordings], PATIENCE.request);
}

/** One update and its entries. @returns the item after it; undefined where its condition was not fulfilled */
export async function updateRecorded(
  table: string,
  key: Key,
  update: Update,
  entries: Entries,
): Promise<Item | undefined> {
  const { done } = await transactRecorded([updating(table, key, update)], entries);
  return done ? readItem(table, key) : undefined;
}

/** Appends one entry, alone. @throws where it can't: an act that can't be recorded is not done. */
export async function writeAudit(entry: AuditEntry): Promise<void> {
  const { done } = await transactRecorded([], [entry]);
  if (!done) throw transient('audit.busy');
}
