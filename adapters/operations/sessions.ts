/** Session records in the operations table: SESSION#<hash of the id>/SESSION. */
import * as z from 'zod';
import type { Session } from '#core/access/session.ts';
import type { Entries } from '#core/audit.ts';
import { transient } from '#core/errors.ts';
import { METHODS } from '#core/settings/expression.ts';
import { CONSOLES } from '#core/settings/methods.ts';
import type { Shape } from '#core/stored.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { ABSENT, createItem, type Key, operationsTable, removeItem, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { putting } from '../dynamodb/transactions.ts';

const keyOf = (id: string): Key => ({ pk: `SESSION#${id}`, sk: 'SESSION' });

const session: z.ZodType<Session> = z.object({
  id: z.string(),
  user: z.string(),
  console: z.enum(CONSOLES),
  methods: z.array(z.enum(METHODS)),
  scope: z.enum(['full', 'change-password']),
  epoch: z.number(),
  createdAt: z.number(),
  idleMs: z.number(),
  idleUntil: z.number(),
  endsAt: z.number(),
} satisfies Shape<Session>);

/** With the entries of the logon that it begins with, all or nothing (L5). */
export async function createSession(begun: Session, entries?: Entries): Promise<void> {
  const item = { ...keyOf(begun.id), ...begun, expiresAt: Math.ceil(begun.endsAt / 1000) };
  const created = entries
    ? (await transactRecorded([putting(operationsTable(), item, ABSENT)], entries)).done
    : await createItem(operationsTable(), item);
  if (!created) throw transient('session.busy');
}

/** Reads, checks and prolongs in one write, so that a session that is being ended can't be prolonged beside it. */
export async function touchSession(id: string, now: number): Promise<Session | undefined> {
  const written = await updateItem(operationsTable(), keyOf(id), {
    expression: 'SET #idleUntil = #idleMs + :now',
    condition: 'attribute_exists(#pk) AND #idleUntil > :now AND #endsAt > :now',
    values: { ':now': now },
  });
  return written.done ? readAs(session, written.item) : undefined;
}

export async function endSession(id: string): Promise<boolean> {
  return (await removeItem(operationsTable(), keyOf(id))) !== undefined;
}
