/**
 * Stands for the AWS command line in a test: the commands of `npm run restore-script`, done on the embedded engine. A table is restored from another
 * engine, which runs on files that were copied at the point. What the engine does not know (recovery, protection, policies, tags) it says nothing to.
 */
import { callAction } from '#local/aws-json.ts';
import { streamArn } from '#local/streams.ts';

const [, command = '', ...words] = process.argv.slice(2);
const option = (name: string) => words[words.indexOf(`--${name}`) + 1] ?? '';
const has = (name: string) => words.includes(`--${name}`);
const call = <T>(engine: 'RESTORE_FROM' | 'RESTORE_TO', action: string, input: object) =>
  callAction<T>(process.env[engine]!, `DynamoDB_20120810.${action}`, input);

type Item = Record<string, unknown>;
type Index = { IndexName: string; KeySchema: unknown; Projection: unknown };
type Described = {
  Table: {
    TableStatus: string;
    AttributeDefinitions: unknown;
    KeySchema: unknown;
    GlobalSecondaryIndexes?: Index[];
  };
};

async function restore(): Promise<void> {
  const [source, TableName] = [option('source-table-arn').split('/')[1]!, option('target-table-name')];
  const { Table } = await call<Described>('RESTORE_FROM', 'DescribeTable', { TableName: source });
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes: indexes = [] } = Table;
  const GlobalSecondaryIndexes = indexes.map(({ IndexName, KeySchema: keys, Projection }) => ({
    IndexName,
    KeySchema: keys,
    Projection,
  }));
  await call('RESTORE_TO', 'CreateTable', {
    TableName,
    AttributeDefinitions,
    KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes } : {}),
  });
  for (let ExclusiveStartKey: Item | undefined; ; ) {
    type Page = { Items: Item[]; LastEvaluatedKey?: Item };
    const page: Page = await call('RESTORE_FROM', 'Scan', { TableName: source, ExclusiveStartKey });
    for (let at = 0; at < page.Items.length; at += 25) {
      const puts = page.Items.slice(at, at + 25).map((item) => ({ PutRequest: { Item: item } }));
      await call('RESTORE_TO', 'BatchWriteItem', { RequestItems: { [TableName]: puts } });
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
    if (!ExclusiveStartKey) return;
  }
}

const TableName = option('table-name');
if (command === 'restore-table-to-point-in-time') await restore();
if (command === 'describe-table' && option('query') === 'Table.LatestStreamArn') console.log(streamArn(TableName));
if (command === 'describe-table' && option('query') === 'Table.TableStatus')
  console.log((await call<Described>('RESTORE_TO', 'DescribeTable', { TableName })).Table.TableStatus);
if (command === 'update-table' && has('stream-specification')) {
  const [, StreamViewType] = /StreamViewType=(\w+)/u.exec(option('stream-specification'))!;
  await call('RESTORE_TO', 'UpdateTable', { TableName, StreamSpecification: { StreamEnabled: true, StreamViewType } });
}
if (command === 'update-time-to-live') {
  const [, AttributeName] = /AttributeName=(\w+)/u.exec(option('time-to-live-specification'))!;
  await call('RESTORE_TO', 'UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { Enabled: true, AttributeName },
  });
}
