/** Several writes, all or none. */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { transient } from '#core/errors.ts';
import { dynamodb } from '../aws/clients.ts';
import { backoff } from './backoff.ts';
import { bound, boundUpdate, type Condition, type Item, type Key, type Update } from './items.ts';

export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export const putting = (table: string, item: Key & Item, condition?: Condition): Write => ({
  Put: { TableName: table, Item: item, ...bound(condition) },
});
export const updating = (table: string, key: Key, update: Update): Write => ({
  Update: { TableName: table, Key: key, ...boundUpdate(update) },
});
export const deleting = (table: string, key: Key, condition?: Condition): Write => ({
  Delete: { TableName: table, Key: key, ...bound(condition) },
});
/** Writes nothing, but demands this of an item. */
export const demanding = (table: string, key: Key, condition: Condition): Write => ({
  ConditionCheck: { TableName: table, Key: key, ...bound(condition), ConditionExpression: condition.expression },
});

/**
 * What a transaction came to. Where it was not done: the positions of the writes whose conditions were not fulfilled; none where
 * another transaction was at one of the items at the same moment.
 */
export type Transacted = { readonly done: true } | { readonly done: false; readonly refused: readonly number[] };

const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingError',
]);

/** What the reasons say that DynamoDB gives for a cancelled transaction: one for each write, in their order. */
export function resultOf(cancelled: TransactionCanceledException): Transacted {
  const codes = (cancelled.CancellationReasons ?? []).map(({ Code }) => Code);
  const refused = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
  if (refused.length > 0 || codes.includes('TransactionConflict')) return { done: false, refused };
  if (codes.some((code) => code !== undefined && THROTTLES.has(code))) throw transient('directory.busy', cancelled);
  throw cancelled;
}

/** @throws LandfallError directory.busy (retryable) where DynamoDB takes no more writes at the moment */
export async function transact(writes: readonly Write[]): Promise<Transacted> {
  try {
    await dynamodb().send(new TransactWriteCommand({ TransactItems: [...writes] }));
    return { done: true };
  } catch (error) {
    if (error instanceof TransactionCanceledException) return resultOf(error);
    throw error;
  }
}

/**
 * As transact. Where another transaction was at one of the items at the same moment it is tried again: only the conditions decide.
 * @param patience how long, in milliseconds
 */
export async function transactSettled(writes: readonly Write[], patience: number): Promise<Transacted> {
  const tryAgain = backoff(patience);
  for (;;) {
    const came = await transact(writes);
    if (came.done || came.refused.length > 0 || !(await tryAgain())) return came;
  }
}

/** Whether the engine does not take an item, whatever is tried: a key or an item over its limits, text that is no Unicode. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof TransactionCanceledException)
    return (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ValidationError');
  return error instanceof Error && error.name === 'ValidationException';
}
