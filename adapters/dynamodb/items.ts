/**
 * Single items. Expressions are written with `#name` for every attribute, so that no reserved word can bite; the names are bound
 * from the expression itself.
 *
 * The SDK sends a request again whose answer was lost, also where the first one took effect. So each conditional write names
 * its writer in the item: a condition that fails at the second attempt is read as done where the item names this very write.
 */
import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';

export type Item = Record<string, unknown>;
export type Key = { readonly pk: string; readonly sk: string };
/** What must be true of the item, as it is when the write comes to it. */
export type Condition = { readonly expression: string; readonly values?: Item | undefined };
export type Update = {
  readonly expression: string;
  readonly condition?: string | undefined;
  readonly values?: Item | undefined;
};
/** What a conditional write came to: the item after it, or the item (if any) that did not fulfil the condition. */
export type Written = { readonly done: true; readonly item: Item } | { readonly done: false; readonly item?: Item };

export const directoryTable = (): string => environment('DIRECTORY_TABLE');
/** What finds a person: PERSON items. */
export const searchTable = (): string => environment('SEARCH_TABLE');
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

/** An update as UpdateItem and a transaction take it. */
export const boundUpdate = ({ expression, condition, values }: Update) => ({
  UpdateExpression: expression,
  ConditionExpression: condition,
  ExpressionAttributeNames: namesIn(expression, condition),
  ExpressionAttributeValues: values,
});

/** The name of one write, in the attribute `writer` of what it wrote. */
const newWriter = (): string => randomBytes(9).toString('base64url');

/** `SET` for the writer beside what the expression sets, adds or removes. */
function settingWriter(expression: string): string {
  const set = /(^|\s)SET\s/u;
  return set.test(expression)
    ? expression.replace(set, '$1SET #writer = :writer, ')
    : `${expression} SET #writer = :writer`;
}

const NOT_MINE = '(attribute_not_exists(#writer) OR #writer <> :writer)';
const unlessMine = (condition: string | undefined): string => (condition ? `(${condition}) AND ${NOT_MINE}` : NOT_MINE);

/**
 * A write whose condition was not fulfilled; anything else is thrown on. The error carries the item as the wire has it: where
 * it names this writer, an earlier attempt of the same write took effect, and only its answer was lost.
 */
function refused(error: unknown, writer?: string): Written {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  if (!error.Item || Object.keys(error.Item).length === 0) return { done: false };
  const item = unmarshall(error.Item);
  return { done: writer !== undefined && item['writer'] === writer, item };
}

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

/** Writes a whole item over whatever has its key; false where the condition is not fulfilled. */
export async function putItem(table: string, item: Key & Item, condition?: Condition): Promise<boolean> {
  const writer = newWriter();
  try {
    await dynamodb().send(
      new PutCommand({
        TableName: table,
        Item: { ...item, writer },
        ...bound(condition),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return true;
  } catch (error) {
    return refused(error, writer).done;
  }
}

/** Creates an item; false where one with this key exists. */
export const createItem = (table: string, item: Key & Item): Promise<boolean> => putItem(table, item, ABSENT);

/**
 * One UpdateItem whose condition decides. It takes effect once, however often it is sent.
 * @param returns what `item` of the result holds where it was done: all, or only what was set
 */
export async function updateItem(
  table: string,
  key: Key,
  update: Update & { readonly returns?: 'ALL_NEW' | 'UPDATED_NEW' },
): Promise<Written> {
  const writer = newWriter();
  const named: Update = {
    expression: settingWriter(update.expression),
    condition: unlessMine(update.condition),
    values: { ...update.values, ':writer': writer },
  };
  try {
    const { Attributes } = await dynamodb().send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        ...boundUpdate(named),
        ReturnValues: update.returns ?? 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { done: true, item: Attributes ?? {} };
  } catch (error) {
    return refused(error, writer);
  }
}

/**
 * Removes an item.
 * @returns it as it was; undefined where there was none, or where an earlier attempt of this removal took effect and its answer
 * was lost: a winner must not depend on it (see `takeChallenge` for a way that it can)
 */
export async function removeItem(table: string, key: Key, condition?: Condition): Promise<Item | undefined> {
  const expression = condition ? `attribute_exists(#pk) AND ${condition.expression}` : 'attribute_exists(#pk)';
  try {
    const { Attributes } = await dynamodb().send(
      new DeleteCommand({
        TableName: table,
        Key: key,
        ...bound({ expression, values: condition?.values }),
        ReturnValues: 'ALL_OLD',
      }),
    );
    return Attributes;
  } catch (error) {
    refused(error);
    return undefined;
  }
}
