/** The items of one partition, in the order of their sort keys. Consistent. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../aws/clients.ts';
import { type Item, namesIn } from './items.ts';

export type Query = {
  /** Of an index, which is a moment behind its table. */
  readonly index?: string;
  /** On the keys: `#pk = :pk`, and what else is asked of `#sk`. */
  readonly keys: string;
  readonly filter?: string | undefined;
  readonly values: Item;
  /** From the last sort key to the first. */
  readonly backwards?: boolean;
  /** Of items looked at, before the filter. */
  readonly limit?: number;
};
export type Page = { readonly items: readonly Item[]; readonly next?: Item };

/** A megabyte of items at most. @param start the `next` of the page before */
export async function queryPage(table: string, query: Query, start?: Item): Promise<Page> {
  const { Items = [], LastEvaluatedKey } = await dynamodb().send(
    new QueryCommand({
      TableName: table,
      IndexName: query.index,
      ConsistentRead: query.index === undefined,
      KeyConditionExpression: query.keys,
      FilterExpression: query.filter,
      ExpressionAttributeNames: namesIn(query.keys, query.filter),
      ExpressionAttributeValues: query.values,
      ScanIndexForward: !query.backwards,
      Limit: query.limit,
      ExclusiveStartKey: start,
    }),
  );
  return { items: Items, ...(LastEvaluatedKey ? { next: LastEvaluatedKey } : {}) };
}

/** All of them, page by page. */
export async function* queryItems(table: string, query: Query): AsyncGenerator<Item> {
  let next: Item | undefined;
  do {
    const page = await queryPage(table, query, next);
    yield* page.items;
    next = page.next;
  } while (next);
}
