/**
 * Tokens in the directory table. A token's own `assignee` is the authority on whose it is.
 */
import type { AcceptedCode, AcceptedTemporaryCode } from '#core/access/ports.ts';
import type { Entries } from '#core/audit.ts';
import type { Token } from '#core/directory/model.ts';
import { updateRecorded } from '../audit/outbox.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { directoryTable, type Item, type Key, type Update, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { byPerson } from './by-person.ts';
import { token } from './schemas.ts';

export const tokenItemKey = (serial: string): Key => ({ pk: `TOKEN#${serial}`, sk: 'TOKEN' });

/** An item of the table as a token. */
export const toToken = (item: Item): Token => readAs(token, item);

/** The tokens with these serials, consistent; a serial that is not there is left out. */
export function readTokens(serials: readonly string[]): Promise<Token[]> {
  return readTokenItems(serials.map(tokenItemKey));
}

/** The same by their items' keys. */
export async function readTokenItems(keys: readonly Key[]): Promise<Token[]> {
  return (await readItems(directoryTable(), keys, PATIENCE.request)).map(toToken);
}

/**
 * Spends an interval (HOTP: a counter): T1, of any number of simultaneous uses of a passcode exactly one gets true, and no
 * code at or before it is ever accepted again. `offset` in intervals where one was learned. `resetFailures`: the logon with this
 * token is complete, its wrong passcodes are forgotten,
 * and it is no longer suspended. The first one is remembered.
 */
export async function acceptInterval(serial: string, accepted: AcceptedCode): Promise<boolean> {
  return (await updateItem(directoryTable(), tokenItemKey(serial), acceptingInterval(accepted))).done;
}

/** The same as a write of a transaction takes it. */
export function acceptingInterval({ assignee, interval, offset, resetFailures, now }: AcceptedCode): Update {
  const sets = ['#lastInterval = :interval', '#firstUsedAt = if_not_exists(#firstUsedAt, :now)'];
  if (offset !== undefined) sets.push('#offset = :offset');
  if (resetFailures) sets.push('#failures = :zero', '#provedAt = :now');
  const update = {
    expression: `SET ${sets.join(', ')}${resetFailures ? ' REMOVE #suspendedAt' : ''}`,
    condition: '#lastInterval < :interval AND #assignee = :assignee AND #enabled = :true AND #lost = :false',
    values: {
      ':interval': interval,
      ':assignee': assignee,
      ':now': now,
      ':true': true,
      ':false': false,
      ...(offset === undefined ? {} : { ':offset': offset }),
      ...(resetFailures ? { ':zero': 0 } : {}),
    },
  };
  return byPerson(update, now);
}

/** Uses up a temporary code of a lost token (A9): of any number of simultaneous uses exactly one gets true. */
export async function acceptTemporaryCode(serial: string, accepted: AcceptedTemporaryCode): Promise<boolean> {
  return (await updateItem(directoryTable(), tokenItemKey(serial), acceptingTemporaryCode(accepted))).done;
}

/** The same as a write of a transaction takes it. */
export function acceptingTemporaryCode({ assignee, hash, now }: AcceptedTemporaryCode): Update {
  const update = {
    expression: 'SET #temporaryCode.#usedAt = :now, #failures = :zero',
    condition:
      '#temporaryCode.#hash = :hash AND attribute_not_exists(#temporaryCode.#usedAt) AND #assignee = :assignee AND #enabled = :true AND #lost = :true',
    values: { ':hash': hash, ':now': now, ':assignee': assignee, ':true': true, ':zero': 0 },
  };
  return byPerson(update, now);
}

/**
 * Counts a wrong passcode on an enabled token and suspends it at `suspendAt` in a row (T2, T8). @returns the count, and whether it
 * was this one that suspended the token: of any number at the same moment exactly one gets true
 */
export async function countTokenFailure(
  serial: string,
  suspendAt: number,
  now: number,
): Promise<{ failures: number; suspended: boolean }> {
  const key = tokenItemKey(serial);
  const failures = (await countOnToken(directoryTable(), key)) ?? 0;
  if (failures < suspendAt) return { failures, suspended: false };
  const { done } = await updateItem(directoryTable(), key, {
    expression: 'SET #suspendedAt = :now, #version = #version + :one, #updatedAt = :now',
    condition: 'attribute_not_exists(#suspendedAt) AND #failures >= :limit',
    values: { ':limit': suspendAt, ':one': 1, ':now': now },
  });
  return { failures, suspended: done };
}

/** One wrong passcode more on a token's item, while it is enabled. @returns the count; undefined where it is not, or not there */
async function countOnToken(table: string, key: Key): Promise<number | undefined> {
  const counted = await updateItem(table, key, {
    returns: 'UPDATED_NEW',
    expression: 'SET #failures = #failures + :one',
    condition: 'attribute_exists(#pk) AND #enabled = :true',
    values: { ':one': 1, ':true': true },
  });
  return counted.done ? Number(counted.item['failures']) : undefined;
}

/** Ends New PIN mode: false where the token has a PIN by now, or is unassigned, another user's, disabled or lost. */
export async function setPin(
  serial: string,
  assignee: string,
  pinHash: string,
  now: number,
  entries: Entries,
): Promise<boolean> {
  const update = {
    expression: 'SET #pinHash = :pinHash, #updatedAt = :now, #version = #version + :one',
    condition: '#assignee = :assignee AND #enabled = :true AND #lost = :false AND attribute_not_exists(#pinHash)',
    values: { ':pinHash': pinHash, ':assignee': assignee, ':true': true, ':false': false, ':now': now, ':one': 1 },
  };
  const written = await updateRecorded(directoryTable(), tokenItemKey(serial), byPerson(update, now), entries);
  return written !== undefined;
}
