/** Session records in the operations table: SESSION#<hash of the id>/SESSION. */
import type { Session } from '#core/access/session.ts';
import { transient } from '#core/errors.ts';
import { createItem, type Item, type Key, operationsTable, takeItem, updateItem } from '../dynamodb/items.ts';

const keyOf = (id: string): Key => ({ pk: `SESSION#${id}`, sk: 'SESSION' });

function toSession(item: Item): Session {
  const { pk: _pk, sk: _sk, expiresAt: _expiresAt, ...session } = item;
  return session as unknown as Session;
}

export async function createSession(session: Session): Promise<void> {
  const item = { ...keyOf(session.id), ...session, expiresAt: Math.ceil(session.endsAt / 1000) };
  if (!(await createItem(operationsTable(), item))) throw transient('session.busy');
}

/** Reads, checks and prolongs in one write, so that a session that is being ended can't be prolonged beside it. */
export async function touchSession(id: string, now: number): Promise<Session | undefined> {
  const written = await updateItem(operationsTable(), keyOf(id), {
    expression: 'SET #idleUntil = #idleMs + :now',
    condition: 'attribute_exists(#pk) AND #idleUntil > :now AND #endsAt > :now',
    values: { ':now': now },
  });
  return written.done ? toSession(written.item) : undefined;
}

export async function endSession(id: string): Promise<boolean> {
  return (await takeItem(operationsTable(), keyOf(id))) !== undefined;
}
