/**
 * Writes of an import over what is there: one transaction a person. Each names in its condition the item that was seen; an untouched one
 * must be untouched still. What was there before is kept in the same transaction.
 */
import type { Token } from '#core/directory/model.ts';
import type { Changed, Commit, Committed, Inserted, Insertion } from '#core/migration/write-plans.ts';
import { personPutting } from '../directory/persons.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { insertAll, type OriginItem } from '../dynamodb/inserts.ts';
import {
  ABSENT,
  type Condition,
  directoryTable,
  type Item,
  type Key,
  removeItem,
  type Update,
} from '../dynamodb/items.ts';
import { isRefusal, putting, transactSettled, updating, type Write } from '../dynamodb/transactions.ts';
import { beforePutting } from '../runs/before-images.ts';

const insertedItem = (one: Insertion): OriginItem =>
  one.kind === 'user' ? { ...userItemKey(one.key), ...one.user } : { ...tokenItemKey(one.token.serial), ...one.token };

/** Each only where its key is free. @throws LandfallError directory.busy (retryable) */
export const insert = (items: readonly Insertion[]): Promise<Inserted[]> =>
  insertAll(items.map((one) => insertedItem(one)));

const keyOf = ({ kind, key }: Changed): Key => (kind === 'user' ? userItemKey(key) : tokenItemKey(key));

/** The item as it was seen. Wrong passcodes and wrong passwords, which raise no version, don't matter. */
function asSeen(change: Changed): Condition {
  const { seen } = change;
  const conditions = ['#version = :seen'];
  const values: Item = { ':seen': seen.version };
  if (seen.touchedAt === undefined) conditions.push('attribute_not_exists(#touchedAt)');
  if (change.kind === 'user') conditions.push('attribute_not_exists(#role)');
  else if (change.seen.assignee === undefined) conditions.push('attribute_not_exists(#assignee)');
  else {
    conditions.push('#assignee = :was');
    values[':was'] = change.seen.assignee;
  }
  return { expression: conditions.join(' AND '), values };
}

function updateOf(change: Changed, now: number): Update {
  const fields = Object.entries({ ...change.fields, updatedAt: now });
  const sets = fields.filter(([, value]) => value !== undefined);
  const gone = fields.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
  const { expression: condition, values } = asSeen(change);
  const assigned = sets.map(([name]) => `#${name} = :${name}`);
  return {
    expression: `SET ${[...assigned, '#version = #version + :one'].join(', ')}${gone.length > 0 ? ` REMOVE ${gone.join(', ')}` : ''}`,
    condition,
    values: { ...values, ...Object.fromEntries(sets.map(([name, value]) => [`:${name}`, value])), ':one': 1 },
  };
}

/** What this run created itself has no image: a rollback deletes it. */
function imageOf(run: string, change: Changed, until: number): Write[] {
  if (change.seen.origin?.migration === run) return [];
  const image = change.kind === 'user' ? { user: change.seen, key: change.key } : { token: change.seen };
  return [beforePutting(run, image, until)];
}

/** @param imagesUntil Unix seconds @throws LandfallError directory.busy (retryable) */
export async function commit({ run, creates, changes, person, now }: Commit, imagesUntil: number): Promise<Committed> {
  const table = directoryTable();
  const writes = [
    ...creates.map((one) => putting(table, insertedItem(one), ABSENT)),
    ...changes.map((change) => updating(table, keyOf(change), updateOf(change, now))),
    ...changes.flatMap((change) => imageOf(run, change, imagesUntil)),
    ...(person ? [personPutting(person)] : []),
  ];
  try {
    return (await transactSettled(writes, PATIENCE.task)).done ? 'done' : 'again';
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    throw error;
  }
}

/** Removes a token that is exactly the one that was seen: written by that record, and by no other since. */
export async function dropToken({ serial, version, origin }: Token): Promise<void> {
  await removeItem(directoryTable(), tokenItemKey(serial), {
    expression:
      '#version = :version AND #origin.#migration = :migration AND #origin.#part = :part AND #origin.#line = :line',
    values: {
      ':version': version,
      ':migration': origin?.migration,
      ':part': origin?.part,
      ':line': origin?.line,
    },
  });
}
