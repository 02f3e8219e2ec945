/**
 * The few shapes in which the adapters talk to DynamoDB. Expressions are written with `#name` for every attribute, so that
 * no reserved word can bite; the names are bound from the expression itself.
 */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';

export type Item = Record<string, unknown>;
export type Key = { readonly pk: string; readonly sk: string };
/** What a conditional write came to: the item after it, or the item (if any) that stood in its way. */
export type Written = { readonly done: true; readonly item: Item } | { readonly done: false; readonly item?: Item };

export const directoryTable = (): string => environment('DIRECTORY_TABLE');
export const operationsTable = (): string => environment('OPERATIONS_TABLE');

/** The names that expressions use: every attribute stands in them as `#name`. */
export function namesIn(...expressions: (string | undefined)[]): Record<string, string> | undefined {
  const found = expressions.flatMap((expression) => expression?.match(/#\w+/gu) ?? []);
  return found.length === 0 ? undefined : Object.fromEntries(found.map((alias) => [alias, alias.slice(1)]));
}

/** A write that lost against its condition; anything else is thrown on. The error carries the item as the wire has it. */
function lost(error: unknown): { item?: Item } {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  return error.Item && Object.keys(error.Item).length > 0 ? { item: unmarshall(error.Item) } : {};
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

/** Creates an item; false where one with this key exists. */
export async function createItem(table: string, item: Key & Item): Promise<boolean> {
  try {
    await dynamodb().send(
      new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': 'pk' },
      }),
    );
    return true;
  } catch (error) {
    lost(error);
    return false;
  }
}

/** One UpdateItem whose condition decides. */
export async function updateItem(
  table: string,
  key: Key,
  update: {
    readonly expression: string;
    readonly condition?: string;
    readonly values?: Item;
    /** What `item` of the result holds where it was done: all, or only what was set. */
    readonly returns?: 'ALL_NEW' | 'UPDATED_NEW';
  },
): Promise<Written> {
  try {
    const { Attributes } = await dynamodb().send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression: update.expression,
        ConditionExpression: update.condition,
        ExpressionAttributeNames: namesIn(update.expression, update.condition),
        ExpressionAttributeValues: update.values,
        ReturnValues: update.returns ?? 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { done: true, item: Attributes ?? {} };
  } catch (error) {
    return { done: false, ...lost(error) };
  }
}

/** Takes an item away and hands it over: of any number of simultaneous takers exactly one gets it. */
export async function takeItem(
  table: string,
  key: Key,
  condition?: { readonly expression: string; readonly values: Item },
): Promise<Item | undefined> {
  const expression = condition ? `attribute_exists(#pk) AND ${condition.expression}` : 'attribute_exists(#pk)';
  try {
    const { Attributes } = await dynamodb().send(
      new DeleteCommand({
        TableName: table,
        Key: key,
        ConditionExpression: expression,
        ExpressionAttributeNames: namesIn(expression),
        ExpressionAttributeValues: condition?.values,
        ReturnValues: 'ALL_OLD',
      }),
    );
    return Attributes;
  } catch (error) {
    lost(error);
    return undefined;
  }
}
