/** Consistent reads of many items, 100 in one BatchGetItem. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetCommand, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { chunksOf, mapLimited } from '#core/concurrency.ts';
import { transient } from '#core/errors.ts';
import { dynamodb } from '../aws/clients.ts';
import { jitter } from './backoff.ts';
import { type Item, type Key, operationsTable } from './items.ts';

const BATCH = 100;
const CONCURRENT_BATCHES = 4;
const MAX_TRIES = 8;

async function readBatch(table: string, batch: readonly Key[]): Promise<Item[]> {
  const found: Item[] = [];
  let keys: Item[] | undefined = batch.map((key) => ({ ...key }));
  for (let tries = 0; keys && keys.length > 0; tries++) {
    if (tries === MAX_TRIES)
      throw table === operationsTable() ? transient('operations.busy') : transient('directory.busy');
    if (tries > 0) await sleep(jitter(tries));
    const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await dynamodb().send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
    );
    found.push(...(Responses?.[table] ?? []));
    keys = UnprocessedKeys?.[table]?.Keys;
  }
  return found;
}

/** The items with these keys that exist, in no order. Keys must be distinct. */
export async function readItems(table: string, keys: readonly Key[]): Promise<Item[]> {
  const pages = await mapLimited(chunksOf(keys, BATCH), CONCURRENT_BATCHES, (batch) => readBatch(table, batch));
  return pages.flat();
}
