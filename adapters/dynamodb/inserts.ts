/**
 * Conditional inserts, 25 in one BatchExecuteStatement (PartiQL INSERT fails where the key exists). Its traps: two
 * statements on one key reject the whole batch, and throttles arrive per statement in an HTTP 200 that the SDK does not
 * retry.
 *
 * An item's writer is the record that it is made of, which stands in it: where an answer was lost and the key is taken, its caller reads the
 * item, and knows it as its own.
 */
import { BatchExecuteStatementCommand } from '@aws-sdk/lib-dynamodb';
import { chunksOf, mapLimited } from '#core/concurrency.ts';
import type { Origin } from '#core/directory/model.ts';
import { LandfallError, transient } from '#core/errors.ts';
import { dynamodb } from '../aws/clients.ts';
import { mayHaveTakenEffect } from '../aws/failures.ts';
import { backoff, type Clock, PATIENCE } from './backoff.ts';
import { directoryTable, type Item, type Key } from './items.ts';
import { insertion } from './partiql.ts';
import { isRefusal } from './transactions.ts';

/** DynamoDB's limit. */
const BATCH = 25;
const CONCURRENT_BATCHES = 8;

const RETRYABLE = new Set([
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'InternalServerError',
  'RequestLimitExceeded',
  'TransactionConflict',
]);

export type StatementResult = { readonly Error?: { readonly Code?: string | undefined } | undefined };
/** An item that names the record that it is made of. */
export type OriginItem = Key & Item & { readonly origin: Origin };
/** One BatchExecuteStatement: a result for each item, in their order. */
export type SendBatch = (items: readonly OriginItem[]) => Promise<readonly StatementResult[]>;

const sendBatch: SendBatch = async (items) => {
  const Statements = items.map((item) => insertion({ table: directoryTable(), item }));
  const { Responses } = await dynamodb().send(new BatchExecuteStatementCommand({ Statements }));
  return (Responses ?? []) as readonly StatementResult[];
};

/** What an engine does not take whatever is tried: a key or an item over its limits, text that is no Unicode. */
const REFUSED = new Set(['ValidationError', 'ItemCollectionSizeLimitExceeded']);

/** `taken`: an item with this key exists. `refused`: the engine takes no such item. */
export type Inserted = 'done' | 'taken' | 'refused';

function resultOf(code: string | undefined): Inserted {
  if (code === undefined) return 'done';
  if (code === 'DuplicateItem') return 'taken';
  if (REFUSED.has(code)) return 'refused';
  throw new LandfallError('directory.insert_failed', { facts: { code } });
}

async function tryBatch(items: readonly OriginItem[], send: SendBatch, clock?: Clock) {
  const results = new Map<OriginItem, Inserted>();
  const again = backoff(PATIENCE.task, clock);
  let left = items;
  let cause: unknown;
  do {
    const answers = await send(left).catch((error: unknown) => {
      if (isRefusal(error) || !mayHaveTakenEffect(error)) throw error;
      cause = error;
      return [];
    });
    const throttled: OriginItem[] = [];
    for (const [index, item] of left.entries()) {
      const code = answers[index]?.Error?.Code;
      if (answers[index] === undefined || (code !== undefined && RETRYABLE.has(code))) throttled.push(item);
      else results.set(item, resultOf(code));
    }
    left = throttled;
    if (left.length === 0) return items.map((item) => results.get(item)!);
  } while (await again());
  throw transient('directory.busy', cause);
}

/** One bad item has its whole batch refused: the batch is halved until that item stands alone. */
async function insertBatch(items: readonly OriginItem[], send: SendBatch, clock?: Clock): Promise<Inserted[]> {
  try {
    return await tryBatch(items, send, clock);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (items.length === 1) return ['refused'];
    const half = Math.ceil(items.length / 2);
    const first = await insertBatch(items.slice(0, half), send, clock);
    return [...first, ...(await insertBatch(items.slice(half), send, clock))];
  }
}

/**
 * What became of each item; of two with one key at most the first is inserted.
 * @throws LandfallError directory.busy (retryable), directory.insert_failed
 */
export async function insertAll(
  items: readonly OriginItem[],
  send: SendBatch = sendBatch,
  clock?: Clock,
): Promise<Inserted[]> {
  const first = new Map<string, OriginItem>();
  for (const item of items) {
    const id = JSON.stringify([item.pk, item.sk]);
    if (!first.has(id)) first.set(id, item);
  }
  const distinct = [...first.values()];
  const batches = await mapLimited(chunksOf(distinct, BATCH), CONCURRENT_BATCHES, (batch) =>
    insertBatch(batch, send, clock),
  );
  const results = batches.flat();
  const inserted = new Map(distinct.map((item, index) => [item, results[index]!]));
  return items.map((item) => inserted.get(item) ?? 'taken');
}
