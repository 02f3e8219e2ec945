/**
 * Session records in the operations table: SESSION#<user key>/<hash of the id>. The cookie names both, so that a session is found by
 * its key and a user's sessions by one query, without an index.
 */
import * as z from 'zod';
import { SESSION_SCOPES, type Session, type SessionKey } from '#core/access/session.ts';
import type { Entries } from '#core/audit.ts';
import { transient } from '#core/errors.ts';
import { METHODS } from '#core/settings/expression.ts';
import { CONSOLES } from '#core/settings/methods.ts';
import type { Shape } from '#core/stored.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { ABSENT, createItem, type Item, type Key, operationsTable, takeItem, updateItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { putting } from '../dynamodb/transactions.ts';

const keyOf = ({ user, id }: SessionKey): Key => ({ pk: `SESSION#${user}`, sk: id });
/** Of a session that was begun before sessions were kept by user; they live for some hours. */
const formerKeyOf = ({ id }: SessionKey): Key => ({ pk: `SESSION#${id}`, sk: 'SESSION' });

const session: z.ZodType<Session> = z.object({
  id: z.string(),
  user: z.string(),
  console: z.enum(CONSOLES),
  methods: z.array(z.enum(METHODS)),
  scope: z.enum(SESSION_SCOPES),
  epoch: z.number(),
  createdAt: z.number(),
  idleMs: z.number(),
  idleUntil: z.number(),
  endsAt: z.number(),
  network: z.string().optional(),
  browser: z.string().optional(),
} satisfies Shape<Session>);

/** The record of a session that begins. */
export const sessionItem = (begun: Session): Key & Item => ({
  ...keyOf(begun),
  ...begun,
  expiresAt: Math.ceil(begun.endsAt / 1000),
});

/** With the entries of the act that it begins with, all or nothing (L5). */
export async function createSession(begun: Session, entries?: Entries): Promise<void> {
  const item = sessionItem(begun);
  const created = entries
    ? (await transactRecorded([putting(operationsTable(), item, ABSENT)], entries)).done
    : await createItem(operationsTable(), item);
  if (!created) throw transient('session.busy');
}

/** Reads, checks and prolongs in one write, so that a session that is being ended can't be prolonged beside it. */
export async function touchSession(key: SessionKey, now: number, prolong: boolean): Promise<Session | undefined> {
  for (const at of [keyOf(key), formerKeyOf(key)]) {
    const written = await updateItem(operationsTable(), at, {
      expression: prolong ? 'SET #idleUntil = #idleMs + :now' : 'SET #idleUntil = #idleUntil',
      condition: 'attribute_exists(#pk) AND #idleUntil > :now AND #endsAt > :now',
      values: { ':now': now },
    });
    if (written.done) return readAs(session, written.item);
    // It is there and over: no other record is looked for.
    if (written.item) return undefined;
  }
  return undefined;
}

export async function endSession(key: SessionKey): Promise<boolean> {
  const taken =
    (await takeItem(operationsTable(), keyOf(key))) ?? (await takeItem(operationsTable(), formerKeyOf(key)));
  return taken !== undefined;
}

/** All records of a user, also of sessions that are over and not tidied up yet. */
export async function readSessions(user: string): Promise<Session[]> {
  const found: Session[] = [];
  const query = { keys: '#pk = :pk', values: { ':pk': keyOf({ user, id: '' }).pk } };
  for await (const item of queryItems(operationsTable(), query)) found.push(readAs(session, item));
  return found;
}
