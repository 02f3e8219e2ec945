/**
 * Conditional inserts, 25 in one BatchExecuteStatement (PartiQL INSERT fails where the key exists). Its traps: two
 * statements on one key reject the whole batch, and throttles arrive per statement in an HTTP 200 that the SDK does not
 * retry.
 */
import { BatchExecuteStatementCommand } from '@aws-sdk/lib-dynamodb';
import { chunksOf, mapLimited } from '#core/concurrency.ts';
import { LandfallError, transient } from '#core/errors.ts';
import { dynamodb } from '../aws/clients.ts';
import { backoff, type Clock, PATIENCE } from './backoff.ts';
import { directoryTable, type Item, type Key } from './items.ts';
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
/** One BatchExecuteStatement: a result for each item, in their order. */
export type SendBatch = (items: readonly (Key & Item)[]) => Promise<readonly StatementResult[]>;

/** One INSERT, which fails where the key exists. */
export function insertion(table: string, item: Key & Item) {
  const present = Object.entries(item).filter(([, value]) => value !== undefined);
  return {
    Statement: `INSERT INTO "${table}" VALUE {${present.map(([name]) => `'${name}': ?`).join(', ')}}`,
    Parameters: present.map(([, value]) => value),
  };
}

const sendBatch: SendBatch = async (items) => {
  const Statements = items.map((item) => insertion(directoryTable(), item));
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

async function tryBatch(items: readonly (Key & Item)[], send: SendBatch, clock?: Clock) {
  const results = new Map<Key & Item, Inserted>();
  const again = backoff(PATIENCE.task, clock);
  let left = items;
  do {
    const answers = await send(left);
    const throttled: (Key & Item)[] = [];
    for (const [index, item] of left.entries()) {
      const code = answers[index]?.Error?.Code;
      if (answers[index] === undefined || (code !== undefined && RETRYABLE.has(code))) throttled.push(item);
      else results.set(item, resultOf(code));
    }
    left = throttled;
    if (left.length === 0) return items.map((item) => results.get(item)!);
  } while (await again());
  throw transient('directory.busy');
}

/** One bad item has its whole batch refused: the batch is halved until that item stands alone. */
async function insertBatch(items: readonly (Key & Item)[], send: SendBatch, clock?: Clock): Promise<Inserted[]> {
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
  items: readonly (Key & Item)[],
  send: SendBatch = sendBatch,
  clock?: Clock,
): Promise<Inserted[]> {
  const first = new Map<string, Key & Item>();
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
