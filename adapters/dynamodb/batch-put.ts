/** Whole items over what has their keys, or gone, 25 in one BatchWriteItem, where no condition is asked for: sent again it does the same. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { chunksOf, mapLimited } from '#core/concurrency.ts';
import { transient } from '#core/errors.ts';
import { withVersion } from '#core/stored-versions.ts';
import { dynamodb } from '../aws/clients.ts';
import { mayHaveTakenEffect } from '../aws/failures.ts';
import { backoff, type Clock, PATIENCE } from './backoff.ts';
import type { Item, Key } from './items.ts';
import { THROTTLES } from './throttles.ts';

/** DynamoDB's limit. */
const BATCH = 25;
const CONCURRENT_BATCHES = 8;

/** One BatchWriteItem of puts (or of removals, by key): the items that it left for another time. */
export type PutBatch = (table: string, items: readonly Item[]) => Promise<readonly Item[]>;

const putBatch: PutBatch = async (table, items) => {
  const requests = items.map((item) => ({ PutRequest: { Item: withVersion(item) } }));
  const { UnprocessedItems } = await dynamodb().send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  return (UnprocessedItems?.[table] ?? []).map((request) => request.PutRequest!.Item!);
};

const deleteBatch: PutBatch = async (table, keys) => {
  const requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
  const { UnprocessedItems } = await dynamodb().send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  return (UnprocessedItems?.[table] ?? []).map((request) => request.DeleteRequest!.Key!);
};

async function putAll(table: string, batch: readonly Item[], put: PutBatch, clock?: Clock): Promise<void> {
  const again = backoff(PATIENCE.task, clock);
  let left = batch;
  let cause: unknown;
  do {
    try {
      left = await put(table, left);
    } catch (error) {
      if (!mayHaveTakenEffect(error) && !(error instanceof Error && THROTTLES.has(error.name))) throw error;
      cause = error;
    }
    if (left.length === 0) return;
  } while (await again());
  throw transient('directory.busy', cause);
}

/**
 * Of two items with one key the last one counts.
 * @throws LandfallError directory.busy (retryable) where DynamoDB takes no more writes at the moment
 */
export async function putItems(
  table: string,
  items: readonly (Key & Item)[],
  put: PutBatch = putBatch,
  clock?: Clock,
): Promise<void> {
  const distinct = [...new Map(items.map((item) => [JSON.stringify([item.pk, item.sk]), item])).values()];
  await mapLimited(chunksOf(distinct, BATCH), CONCURRENT_BATCHES, (batch) => putAll(table, batch, put, clock));
}

/** Removes what has these keys, where there is anything. @throws LandfallError directory.busy (retryable) */
export const deleteItems = (table: string, keys: readonly Key[]): Promise<void> =>
  putItems(
    table,
    keys.map(({ pk, sk }) => ({ pk, sk })),
    deleteBatch,
  );
