/**
 * Several writes, all or none. Each transaction names its writer by DynamoDB's own token: sent again within ten minutes, one that took effect
 * answers that it did. So one whose answer was lost is asked for again, under the same name.
 */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { ExecuteTransactionCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { transient } from '#core/errors.ts';
import { withVersion } from '#core/stored-versions.ts';
import { dynamodb } from '../aws/clients.ts';
import { mayHaveTakenEffect } from '../aws/failures.ts';
import { newWriter, type Writer } from '../aws/writer.ts';
import { backoff, PATIENCE } from './backoff.ts';
import {
  bound,
  boundUpdate,
  type Condition,
  type Item,
  type Key,
  type Update,
  unlessNewer,
  updateUnlessNewer,
} from './items.ts';
import { type Insertion, insertion } from './partiql.ts';

type Sent = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
class Write {
  readonly #sent: Sent;
  constructor(sent: Sent) {
    this.#sent = sent;
  }
  get sent(): Sent {
    return this.#sent;
  }
}

/** A write of a transaction: made by the functions below alone, and sent by those that name the transaction's writer. */
export type { Write };

export const putting = (table: string, item: Key & Item, condition?: Condition): Write =>
  new Write({
    Put: {
      TableName: table,
      Item: withVersion(item),
      ...bound(unlessNewer(item, condition)),
    },
  });
export const updating = (table: string, key: Key, update: Update): Write =>
  new Write({ Update: { TableName: table, Key: key, ...boundUpdate(updateUnlessNewer(key, update)) } });
export const deleting = (table: string, key: Key, condition?: Condition): Write =>
  new Write({ Delete: { TableName: table, Key: key, ...bound(condition) } });
/** Writes nothing, but demands this of an item. */
export const demanding = (table: string, key: Key, condition: Condition): Write =>
  new Write({
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

/**
 * One transaction under a name of its own, asked for again while it is not known what it came to.
 * @throws LandfallError directory.busy (retryable) where that stays so; what cancelled it, as it came
 */
async function sendNamed(send: (writer: Writer) => Promise<unknown>): Promise<void> {
  const writer = newWriter();
  const again = backoff(PATIENCE.request);
  for (;;) {
    try {
      await send(writer);
      return;
    } catch (error) {
      if (error instanceof TransactionCanceledException || !mayHaveTakenEffect(error)) throw error;
      if (!(await again())) throw transient('directory.busy', error);
    }
  }
}

/** @throws LandfallError directory.busy (retryable) where DynamoDB takes no more writes at the moment */
export async function transact(writes: readonly Write[]): Promise<Transacted> {
  try {
    await sendNamed(({ name: ClientRequestToken }) =>
      dynamodb().send(new TransactWriteCommand({ TransactItems: writes.map(({ sent }) => sent), ClientRequestToken })),
    );
    return { done: true };
  } catch (error) {
    if (error instanceof TransactionCanceledException) return resultOf(error);
    throw error;
  }
}

const TAKEN: ReadonlySet<string | undefined> = new Set([
  'DuplicateItem',
  'ConditionalCheckFailed',
  'TransactionConflict',
]);

/** Inserts these, all or none; false where one of their keys is taken. */
export async function insertTogether(items: readonly Insertion[]): Promise<boolean> {
  const TransactStatements = items.map(insertion);
  try {
    await sendNamed(({ name: ClientRequestToken }) =>
      dynamodb().send(new ExecuteTransactionCommand({ TransactStatements, ClientRequestToken })),
    );
    return true;
  } catch (error) {
    const taken =
      error instanceof TransactionCanceledException && error.CancellationReasons?.some(({ Code }) => TAKEN.has(Code));
    if (!taken) throw error;
    return false;
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
