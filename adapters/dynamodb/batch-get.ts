/** Consistent reads of many items, 100 in one BatchGetItem. */
import { BatchGetCommand, type BatchGetCommandInput, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { chunksOf, mapLimited } from '#core/concurrency.ts';
import { transient } from '#core/errors.ts';
import { dynamodb } from '../aws/clients.ts';
import { environmentIs } from '../aws/environment.ts';
import { backoff, type Clock } from './backoff.ts';
import type { Item, Key } from './items.ts';
import { THROTTLES } from './throttles.ts';

/** DynamoDB's limit. */
const BATCH = 100;
const CONCURRENT_BATCHES = 4;

/** One BatchGetItem: what it found, and the keys that it left for another time. */
export type GetBatch = (
  table: string,
  keys: readonly Item[],
) => Promise<{ readonly found: readonly Item[]; readonly left: readonly Item[] }>;

const getBatch: GetBatch = async (table, keys) => {
  const { Responses, UnprocessedKeys } = await dynamodb().send(
    new BatchGetCommand({ RequestItems: { [table]: { Keys: [...keys], ConsistentRead: true } } }),
  );
  return { found: Responses?.[table] ?? [], left: UnprocessedKeys?.[table]?.Keys ?? [] };
};

async function readBatch(table: string, batch: readonly Key[], limitMs: number, get: GetBatch, clock?: Clock) {
  const items: Item[] = [];
  const again = backoff(limitMs, clock);
  let keys: readonly Item[] = batch;
  let cause: unknown;
  do {
    try {
      const { found, left } = await get(table, keys);
      items.push(...found);
      keys = left;
    } catch (error) {
      if (!(error instanceof Error && THROTTLES.has(error.name))) throw error;
      cause = error;
    }
    if (keys.length === 0) return items;
  } while (await again());
  throw transient(environmentIs('OPERATIONS_TABLE', table) ? 'operations.busy' : 'directory.busy', cause);
}

/**
 * The items with these keys that exist, in no order; a key that is given twice counts once.
 * @param limitMs how long keys that are not read are asked for again: see PATIENCE
 * @throws LandfallError directory.busy, operations.busy (retryable) where that does not do
 */
export async function readItems(
  table: string,
  keys: readonly Key[],
  limitMs: number,
  get: GetBatch = getBatch,
  clock?: Clock,
): Promise<Item[]> {
  const distinct = [...new Map(keys.map(({ pk, sk }) => [JSON.stringify([pk, sk]), { pk, sk }])).values()];
  const pages = await mapLimited(chunksOf(distinct, BATCH), CONCURRENT_BATCHES, (batch) =>
    readBatch(table, batch, limitMs, get, clock),
  );
  return pages.flat();
}

/** Items of one table by their keys, and of each of them these attributes alone (alias -> name), or all. */
export type Wanted = { readonly keys: readonly Key[]; readonly names?: Readonly<Record<string, string>> };

/**
 * The items of several tables, in one consistent read; a key that is given twice counts once. What is left is asked for again.
 * @returns by table @throws LandfallError directory.busy (retryable)
 */
export async function readAcross(
  wanted: Readonly<Record<string, Wanted>>,
  limitMs: number,
): Promise<Readonly<Record<string, readonly Item[]>>> {
  const found: Record<string, Item[]> = {};
  const again = backoff(limitMs);
  let asked: NonNullable<BatchGetCommandInput['RequestItems']> = Object.fromEntries(
    Object.entries(wanted).map(([table, { keys, names }]) => [
      table,
      {
        Keys: [...new Map(keys.map(({ pk, sk }) => [JSON.stringify([pk, sk]), { pk, sk }])).values()],
        ConsistentRead: true,
        ...(names && { ProjectionExpression: Object.keys(names).join(', '), ExpressionAttributeNames: { ...names } }),
      },
    ]),
  );
  let cause: unknown;
  do {
    try {
      const answer: BatchGetCommandOutput = await dynamodb().send(new BatchGetCommand({ RequestItems: asked }));
      for (const [table, items] of Object.entries(answer.Responses ?? {}))
        found[table] = [...(found[table] ?? []), ...items];
      asked = answer.UnprocessedKeys ?? {};
    } catch (error) {
      if (!(error instanceof Error && THROTTLES.has(error.name))) throw error;
      cause = error;
    }
    if (Object.keys(asked).length === 0) return found;
  } while (await again());
  throw transient('directory.busy', cause);
}
