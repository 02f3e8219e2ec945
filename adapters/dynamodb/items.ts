/**
 * Single items. Expressions are written with `#name` for every attribute, so that no reserved word can bite; the names are bound
 * from the expression itself.
 *
 * The SDK sends a request again whose answer was lost, also where the first one took effect. So each write names its writer in the item: a
 * condition that fails at the second attempt is read as done where the item names this very write, and where no attempt was answered the
 * item is read back.
 */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { transient } from '#core/errors.ts';
import { readableVersion, refuseNewer, withVersion } from '#core/stored-versions.ts';
import { dynamodb } from '../aws/clients.ts';
import { environment, environmentIs } from '../aws/environment.ts';
import { mayHaveTakenEffect } from '../aws/failures.ts';
import { newWriter, type Writer } from '../aws/writer.ts';
import { backoff, PATIENCE } from './backoff.ts';

export type Item = Record<string, unknown>;
export type Key = { readonly pk: string; readonly sk: string };
/** What must be true of the item, as it is when the write comes to it. */
export type Condition = { readonly expression: string; readonly values?: Item | undefined };
export type Update = {
  readonly expression: string;
  readonly condition?: string | undefined;
  readonly values?: Item | undefined;
  /** Of attributes whose names can't stand in an expression: alias -> name. */
  readonly names?: Readonly<Record<string, string>>;
};
/** What a conditional write came to: the item after it, or the item (if any) that did not fulfil the condition. */
export type Written = { readonly done: true; readonly item: Item } | { readonly done: false; readonly item?: Item };

export const directoryTable = (): string => environment('DIRECTORY_TABLE');
/** What finds a person: PERSON and FIND items. */
export const searchTable = (): string => environment('SEARCH_TABLE');
/** The people as lists and counts show them. */
export const journeysTable = (): string => environment('JOURNEYS_TABLE');
export const operationsTable = (): string => environment('OPERATIONS_TABLE');
/** Where entries of the audit are put, with what they record. */
export const outboxTable = (): string => environment('AUDIT_OUTBOX_TABLE');
/** The audit itself. */
export const auditTable = (): string => environment('AUDIT_TABLE');

/** No item has this key yet. */
export const ABSENT: Condition = { expression: 'attribute_not_exists(#pk)' };
/** There is an item with this key. */
export const PRESENT: Condition = { expression: 'attribute_exists(#pk)' };
/** The item is the one that was seen with this version; 0: there was none. */
export const versionIs = (seen: number): Condition =>
  seen === 0
    ? { expression: 'attribute_not_exists(#version)' }
    : { expression: '#version = :seen', values: { ':seen': seen } };

/** The names that expressions use: every attribute stands in them as `#name`. */
export function namesIn(...expressions: (string | undefined)[]): Record<string, string> | undefined {
  const found = expressions.flatMap((expression) => expression?.match(/#\w+/gu) ?? []);
  return found.length === 0 ? undefined : Object.fromEntries(found.map((alias) => [alias, alias.slice(1)]));
}

/** A condition as a write takes it. */
export const bound = (condition?: Condition) =>
  condition && {
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: namesIn(condition.expression),
    ExpressionAttributeValues: condition.values,
  };

/** No later release has written the item: what this one does not know of, it must not write over. */
const NOT_NEWER = '(attribute_not_exists(#v) OR #v <= :readable)';
const readableBy = (key: Key): Item => ({ ':readable': readableVersion(key) });

/** Whether one pair of parentheses holds all of it. */
function isEnclosed(expression: string): boolean {
  let depth = 0;
  for (let at = 0; at < expression.length; at++) {
    depth += expression[at] === '(' ? 1 : expression[at] === ')' ? -1 : 0;
    if (depth === 0) return at > 0 && at === expression.length - 1;
  }
  return false;
}
/** Both are true. DynamoDB refuses parentheses around parentheses. */
const and = (condition: string | undefined, more: string): string =>
  condition === undefined ? more : `${isEnclosed(condition) ? condition : `(${condition})`} AND ${more}`;

/** The condition of a write over what may be there already: what must be absent can't be newer. */
export const unlessNewer = (key: Key, condition?: Condition): Condition =>
  condition === ABSENT
    ? condition
    : { expression: and(condition?.expression, NOT_NEWER), values: { ...condition?.values, ...readableBy(key) } };
export const updateUnlessNewer = (key: Key, update: Update): Update => ({
  ...update,
  condition: and(update.condition, NOT_NEWER),
  values: { ...update.values, ...readableBy(key) },
});

/** An update as UpdateItem and a transaction take it. */
export const boundUpdate = ({ expression, condition, values, names }: Update) => ({
  UpdateExpression: expression,
  ConditionExpression: condition,
  ExpressionAttributeNames: { ...namesIn(expression, condition), ...names },
  ExpressionAttributeValues: values,
});

/** `SET` for the writer beside what the expression sets, adds or removes. */
function settingWriter(expression: string): string {
  const set = /(^|\s)SET\s/u;
  return set.test(expression)
    ? expression.replace(set, '$1SET #writer = :writer, ')
    : `${expression} SET #writer = :writer`;
}

const NOT_MINE = '(attribute_not_exists(#writer) OR #writer <> :writer)';

/** Every read that decides is consistent; there is no other kind here. */
export async function readItem(table: string, key: Key): Promise<Item | undefined> {
  const { Item } = await dynamodb().send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
  return Item;
}

/** Whether there is such an item; the answer carries nothing else of it, so that it takes the same time either way. */
export async function hasItem(table: string, key: Key): Promise<boolean> {
  const only = { ProjectionExpression: '#sk', ExpressionAttributeNames: { '#sk': 'sk' } };
  const { Item } = await dynamodb().send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true, ...only }));
  return Item !== undefined;
}

/** It is not known whether a write took effect, or DynamoDB takes none at the moment. */
const busy = (table: string, cause?: unknown) =>
  transient(environmentIs('OPERATIONS_TABLE', table) ? 'operations.busy' : 'directory.busy', cause);

/** The item of a condition that was not fulfilled, as the wire has it; undefined where there was none. */
function itemOf(error: ConditionalCheckFailedException): Item | undefined {
  return error.Item && Object.keys(error.Item).length > 0 ? unmarshall(error.Item) : undefined;
}

/**
 * One write under a name of its own. Where its condition was not fulfilled, the item says whether that was by an attempt of this very write;
 * where no attempt was answered, the item is read back, and the write is sent again unless it is there.
 * @throws LandfallError directory.busy, operations.busy (retryable) where it is not known whether the write took effect; stored.newer where a later
 * release has written the item
 */
async function writeNamed(table: string, key: Key, send: (writer: Writer) => Promise<Item>): Promise<Written> {
  const writer = newWriter();
  const again = backoff(PATIENCE.request);
  for (;;) {
    try {
      return { done: true, item: await send(writer) };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        const item = itemOf(error);
        if (item) refuseNewer(item);
        return item ? { done: item['writer'] === writer.name, item } : { done: false };
      }
      if (!mayHaveTakenEffect(error)) throw error;
      const item = await readItem(table, key).catch(() => undefined);
      if (item?.['writer'] === writer.name) return { done: true, item };
      if (!(await again())) throw busy(table, error);
    }
  }
}

/** Writes a whole item over whatever has its key; false where the condition is not fulfilled. */
export async function putItem(table: string, item: Key & Item, condition?: Condition): Promise<boolean> {
  const { done } = await writeNamed(table, { pk: item.pk, sk: item.sk }, async (writer) => {
    await dynamodb().send(
      new PutCommand({
        TableName: table,
        Item: { ...withVersion(item), writer: writer.name },
        ...bound(unlessNewer(item, condition)),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return item;
  });
  return done;
}

/** Creates an item; false where one with this key exists. */
export const createItem = (table: string, item: Key & Item): Promise<boolean> => putItem(table, item, ABSENT);

/**
 * One UpdateItem whose condition decides. It takes effect once, however often it is sent.
 * @param returns what `item` of the result holds at least where it was done: all, or only what was set
 */
export function updateItem(
  table: string,
  key: Key,
  update: Update & { readonly returns?: 'ALL_NEW' | 'UPDATED_NEW' },
): Promise<Written> {
  return writeNamed(table, key, async (writer) => {
    const named: Update = {
      ...update,
      expression: settingWriter(update.expression),
      condition: and(update.condition, NOT_MINE),
      values: { ...update.values, ':writer': writer.name },
    };
    const { Attributes } = await dynamodb().send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        ...boundUpdate(updateUnlessNewer(key, named)),
        ReturnValues: update.returns ?? 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return Attributes ?? {};
  });
}

/**
 * Removes an item, where it is as the condition says. What is gone can't say who removed it, so no winner may depend on it: that an item is
 * gone is all that is known afterwards. A condition names what was seen, or who wrote it, so that an attempt that comes late removes nothing
 * newer.
 */
export async function removeItem(table: string, key: Key, condition?: Condition): Promise<void> {
  await writeNamed(table, key, async () => {
    await dynamodb().send(new DeleteCommand({ TableName: table, Key: key, ...bound(condition) }));
    return {};
  });
}

/** Reads an item and removes it, whatever it has become meanwhile. @returns it as it was read; undefined where there was none */
export async function takeItem(table: string, key: Key): Promise<Item | undefined> {
  const seen = await readItem(table, key);
  if (seen) await removeItem(table, key);
  return seen;
}
