/** DynamoDB's TTL, which the engines lack: removes the items whose time is over. */
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { callAction } from './aws-json.ts';

type Table = { readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean } };
type Key = { readonly pk: unknown; readonly sk: unknown };

/** @param endpoint of DynamoDB @param now Unix ms @returns how many were removed */
export async function expireItems(assembly: Assembly, endpoint: string, now: number): Promise<number> {
  const call = <T>(action: string, input: object) => callAction<T>(endpoint, `DynamoDB_20120810.${action}`, input);
  const values = { ':now': { N: String(Math.floor(now / 1000)) } };
  let removed = 0;
  for (const { name: TableName, properties } of assembly.of<Table>('AWS::DynamoDB::Table')) {
    const { AttributeName, Enabled } = properties.TimeToLiveSpecification ?? {};
    if (AttributeName === undefined || !Enabled) continue;
    const over = { ExpressionAttributeNames: { '#ends': AttributeName }, ExpressionAttributeValues: values };
    let ExclusiveStartKey: object | undefined;
    do {
      const { Items, LastEvaluatedKey } = await call<{ Items: Key[]; LastEvaluatedKey?: object }>('Scan', {
        TableName,
        ...over,
        FilterExpression: '#ends <= :now',
        ProjectionExpression: 'pk, sk',
        ExclusiveStartKey,
      });
      for (const { pk, sk } of Items) {
        // One that was prolonged meanwhile stays.
        const input = { TableName, Key: { pk, sk }, ...over, ConditionExpression: '#ends <= :now' };
        const gone = await call('DeleteItem', input).then(
          () => 1,
          () => 0,
        );
        removed += gone;
      }
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  }
  return removed;
}
