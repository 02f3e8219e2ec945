/** What no engine can be asked for: late copies, streams and expiry, faults, and how the simulation says what it does not know. */
import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { simulated } from '../../client.ts';
import type { Fault, WireRequest } from '../service.ts';
import { DynamoDb, EXACT } from './dynamodb.ts';
import type { Options } from './table.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const TableName = 'people';

/** A world with a clock of its own, and draws that a seed gives. */
function world(options: Partial<Options> = {}, seed = 1) {
  let drawn = seed;
  const clock = { ms: Date.UTC(2026, 11, 1) };
  const surroundings = {
    now: () => clock.ms,
    random: (below: number) => {
      drawn = (Math.imul(drawn, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((drawn / 2 ** 32) * below);
    },
  };
  const service = new DynamoDb(surroundings, options);
  service.create({
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'g', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      { IndexName: 'byG', KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' } },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  });
  const wire = (operation: string, body: object): WireRequest => ({
    service: 'dynamodb',
    method: 'POST',
    host: '',
    path: '/',
    query: {},
    headers: { 'x-amz-target': `${operation.includes('.') ? '' : 'DynamoDB_20120810.'}${operation}` },
    body: Buffer.from(JSON.stringify(body)),
  });
  const answer = ({ body }: { body: string | Buffer }) => JSON.parse(String(body)) as Record<string, unknown>;
  const call = (operation: string, body: object) => answer(service.handle(wire(operation, body)));
  const refuse = (operation: string, body: object, fault: Fault) =>
    answer(service.refuse(wire(operation, body), fault));
  return { service, clock, wire, call, refuse };
}
type World = ReturnType<typeof world>;

const person = (pk: string, more: object = {}) => ({ pk: { S: pk }, ...more });
const put = (pk: string, more: object = {}) => ({ TableName, Item: person(pk, more) });
const get = (pk: string, ConsistentRead: boolean) => ({ TableName, Key: person(pk), ConsistentRead });
const nameOf = (error: Record<string, unknown>): string => String(error['__type']).replace(/^.*#/u, '');
const version = (n: number) => ({ v: { N: String(n) } });

test('a consistent read shows the last write; another one may show an earlier one, and none that is older than the lag', () => {
  const { call, clock } = world({ stalestMs: 1_000 });
  const seen = new Set<string>();
  for (let n = 1; n <= 200; n += 1) {
    call('PutItem', put('a', version(n)));
    expect(call('GetItem', get('a', true))).toEqual({ Item: person('a', version(n)) });
    const read = call('GetItem', get('a', false)) as { Item?: { v: { N: string } } };
    const behind = n - Number(read.Item?.v.N ?? 0);
    expect(behind * 100).toBeLessThanOrEqual(1_100);
    seen.add(behind === 0 ? 'new' : 'old');
    clock.ms += 100;
  }
  expect([...seen].sort()).toEqual(['new', 'old']);
});

test('an index follows, with the writes of one item in their order, and has caught up after the lag', () => {
  const { call, clock } = world({ stalestMs: 2_000 });
  const inIndex = () =>
    (
      call('Query', {
        TableName,
        IndexName: 'byG',
        KeyConditionExpression: 'g = :g',
        ExpressionAttributeValues: { ':g': { S: 'G' } },
      })['Items'] as { v: { N: string } }[]
    ).map(({ v }) => Number(v.N));
  let late = 0;
  for (let n = 1; n <= 100; n += 1) {
    call('PutItem', put('a', { g: { S: 'G' }, ...version(n) }));
    const [shown = 0] = inIndex();
    expect(shown).toBeLessThanOrEqual(n);
    late += shown < n ? 1 : 0;
    clock.ms += 200;
  }
  expect(late).toBeGreaterThan(10);
  clock.ms += 2_000;
  for (let again = 0; again < 10; again += 1) expect(inIndex()).toEqual([100]);
  call('UpdateItem', { TableName, Key: person('a'), UpdateExpression: 'REMOVE g' });
  clock.ms += 2_000;
  for (let again = 0; again < 10; again += 1) expect(inIndex()).toEqual([]);
});

/** All that the streams tell now, by shard. */
function told({ call }: World): string[][] {
  const streams = (action: string, input: object) => call(`DynamoDBStreams_20120810.${action}`, input);
  const [{ StreamArn }] = streams('ListStreams', { TableName })['Streams'] as [{ StreamArn: string }];
  const { Shards } = streams('DescribeStream', { StreamArn })['StreamDescription'] as { Shards: { ShardId: string }[] };
  return Shards.map(({ ShardId }) => {
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = streams('GetShardIterator', from);
    const { Records } = streams('GetRecords', { ShardIterator }) as {
      Records: { eventName: string; dynamodb: { Keys: { pk: { S: string } } }; userIdentity?: object }[];
    };
    return Records.map(
      ({ eventName, dynamodb, userIdentity }) => `${eventName} ${dynamodb.Keys.pk.S}${userIdentity ? ' expired' : ''}`,
    );
  });
}

test('the stream tells of each change once, those of an item in one shard and in their order, and forgets them after a day', () => {
  const all = world({ streamLatestMs: 5_000, streamShards: 3 });
  for (let n = 0; n < 60; n += 1) all.call('PutItem', put(`p${n % 12}`, version(n)));
  all.call('PutItem', put('p11', version(59)));
  all.call('DeleteItem', { TableName, Key: person('p0') });
  expect(told(all).flat().length).toBeLessThan(61);
  all.clock.ms += 5_000;
  const shards = told(all);
  expect(shards.every((records) => records.length > 0)).toBe(true);
  expect(shards.flat().length).toBe(61);
  for (let n = 0; n < 12; n += 1) {
    const [own, ...others] = shards
      .map((records) => records.filter((one) => one.endsWith(` p${n}`)))
      .filter((records) => records.length > 0);
    expect(others).toEqual([]);
    expect(own![0]).toBe(`INSERT p${n}`);
    expect(own!.at(-1)).toBe(n === 0 ? 'REMOVE p0' : `MODIFY p${n}`);
  }
  all.clock.ms += DAY_MS;
  expect(told(all).flat()).toEqual([]);
});

test('an iterator of a shard ends after a quarter of an hour', () => {
  const { call, clock } = world();
  const streams = (action: string, input: object) => call(`DynamoDBStreams_20120810.${action}`, input);
  const [{ StreamArn }] = streams('ListStreams', { TableName })['Streams'] as [{ StreamArn: string }];
  const { Shards } = streams('DescribeStream', { StreamArn })['StreamDescription'] as { Shards: { ShardId: string }[] };
  const from = { StreamArn, ShardId: Shards[0]!.ShardId, ShardIteratorType: 'LATEST' };
  const { ShardIterator } = streams('GetShardIterator', from);
  clock.ms += 15 * 60 * 1000;
  expect(streams('GetRecords', { ShardIterator })['Records']).toEqual([]);
  clock.ms += 1;
  expect(nameOf(streams('GetRecords', { ShardIterator }))).toBe('ExpiredIteratorException');
});

test('an item goes some time after its end, and stays where its end was put off', () => {
  const all = world({ expiryLatestMs: 2 * DAY_MS, stalestMs: 0, streamLatestMs: 0 });
  const { call, clock } = all;
  call('UpdateTimeToLive', { TableName, TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } });
  const until = (ms: number) => ({ until: { N: String(Math.floor(ms / 1000)) } });
  for (let n = 0; n < 40; n += 1) call('PutItem', put(`p${n}`, until(clock.ms + HOUR_MS)));
  call('PutItem', put('later', until(clock.ms + HOUR_MS)));
  call('PutItem', put('later', until(clock.ms + 30 * DAY_MS)));
  call('PutItem', put('no number', { until: { S: 'soon' } }));
  const left = () => (call('Scan', { TableName, ConsistentRead: true })['Items'] as object[]).length;
  const expired = () =>
    told(all)
      .flat()
      .filter((one) => one.endsWith('expired')).length;
  expect(left()).toBe(42);
  clock.ms += HOUR_MS + DAY_MS;
  const some = left();
  expect(some).toBeGreaterThan(2);
  expect(some).toBeLessThan(42);
  expect(expired()).toBe(42 - some);
  // A stream keeps what it tells for a day.
  clock.ms += DAY_MS;
  expect(left()).toBe(2);
  expect(expired()).toBe(some - 2);
});

test('a token of a transaction is known for ten minutes', () => {
  const { call, clock } = world();
  const items = (pk: string) => [
    { Put: { TableName, Item: person(pk), ConditionExpression: 'attribute_not_exists(pk)' } },
  ];
  const request = (pk: string) => ({ TransactItems: items(pk), ClientRequestToken: 'token' });
  expect(call('TransactWriteItems', request('a'))).toEqual({});
  clock.ms += 10 * 60 * 1000 - 1;
  expect(call('TransactWriteItems', request('a'))).toEqual({});
  expect(nameOf(call('TransactWriteItems', request('b')))).toBe('IdempotentParameterMismatchException');
  clock.ms += 1;
  expect(nameOf(call('TransactWriteItems', request('a')))).toBe('TransactionCanceledException');
});

const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
const INSERT = `INSERT INTO "${TableName}" VALUE {'pk': ?}`;
const REQUESTS: Readonly<Record<string, object>> = {
  GetItem: get('a', true),
  PutItem: put('a'),
  UpdateItem: { TableName, Key: person('a'), UpdateExpression: 'REMOVE v' },
  DeleteItem: { TableName, Key: person('a') },
  Query: { TableName, KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } },
  Scan: { TableName },
  BatchGetItem: { RequestItems: { [TableName]: { Keys: keys.map((pk) => person(pk)) } } },
  BatchWriteItem: { RequestItems: { [TableName]: keys.map((pk) => ({ PutRequest: { Item: person(pk) } })) } },
  TransactWriteItems: {
    TransactItems: keys.map((pk) => ({ Put: { TableName, Item: person(pk) } })),
    ClientRequestToken: 't',
  },
  TransactGetItems: { TransactItems: keys.map((pk) => ({ Get: { TableName, Key: person(pk) } })) },
  BatchExecuteStatement: { Statements: keys.map((S) => ({ Statement: INSERT, Parameters: [{ S }] })) },
  ExecuteTransaction: {
    TransactStatements: keys.map((S) => ({ Statement: INSERT, Parameters: [{ S }] })),
    ClientRequestToken: 't',
  },
};

test.each(Object.keys(REQUESTS))('%s: what is refused is not done, but for what the fault says', (operation) => {
  const { service, wire } = world();
  const request = wire(operation, REQUESTS[operation]!);
  const faults = service.faults(request);
  expect(faults.length).toBeGreaterThan(3);
  for (const fault of faults) {
    const fresh = world();
    const answer = fresh.refuse(operation, REQUESTS[operation]!, fault);
    const written = fresh.service.items(TableName).length;
    if (fault.endsWith('-done')) {
      expect(nameOf(answer)).toBe('InternalServerError');
      expect(written > 0).toBe(operation !== 'DeleteItem');
    } else if (fault !== 'partial') {
      expect(nameOf(answer)).toMatch(/^[A-Z]\w+$/u);
      expect(written).toBe(0);
    }
  }
});

test('a batch that is done in part says what is left, and the rest is done', () => {
  const { service, refuse, call } = world({ stalestMs: 0 });
  const left = refuse('BatchWriteItem', REQUESTS['BatchWriteItem']!, 'partial')['UnprocessedItems'] as Record<
    string,
    object[]
  >;
  expect(left[TableName]!.length).toBeGreaterThan(0);
  expect(service.items(TableName).length).toBe(keys.length - left[TableName]!.length);
  call('BatchWriteItem', { RequestItems: left });
  expect(service.items(TableName).length).toBe(keys.length);
  const read = refuse('BatchGetItem', REQUESTS['BatchGetItem']!, 'partial') as {
    Responses: Record<string, object[]>;
    UnprocessedKeys: Record<string, { Keys: object[] }>;
  };
  expect(read.UnprocessedKeys[TableName]!.Keys.length).toBeGreaterThan(0);
  expect(read.Responses[TableName]!.length + read.UnprocessedKeys[TableName]!.Keys.length).toBe(keys.length);
});

test('statements of a batch fail one by one, and only an error inside the service may come after the effect', () => {
  const met = new Set<string>();
  for (let seed = 1; seed <= 60; seed += 1) {
    const { service, refuse } = world({}, seed);
    const { Responses } = refuse('BatchExecuteStatement', REQUESTS['BatchExecuteStatement']!, 'partial') as {
      Responses: { Error?: { Code: string } }[];
    };
    const present = new Set(service.items(TableName).map(({ pk }) => JSON.stringify(pk)));
    for (const [index, { Error: error }] of Responses.entries()) {
      const done = present.has(JSON.stringify({ S: keys[index] }));
      if (error?.Code === 'InternalServerError') met.add(`internal ${done}`);
      else expect(done).toBe(error === undefined);
      if (error) met.add(error.Code);
    }
  }
  expect(met.size).toBe(7);
});

test('one seed tells one story', () => {
  const story = () => {
    const { call, clock } = world({ stalestMs: 3_000 }, 7);
    return Array.from({ length: 50 }, (_one, n) => {
      call('PutItem', put('a', version(n)));
      clock.ms += 50;
      return JSON.stringify(call('GetItem', get('a', false)));
    });
  };
  expect(story()).toEqual(story());
});

test('what is not simulated is a fault of the simulation, and no answer', () => {
  const { call } = world(EXACT);
  const unknown: readonly (readonly [string, object])[] = [
    ['RestoreTableFromBackup', {}],
    ['PutItem', { ...put('a'), Expected: {} }],
    ['Query', { TableName, KeyConditions: {} }],
    ['Scan', { TableName, ScanFilter: {} }],
    ['UpdateItem', { TableName, Key: person('a'), AttributeUpdates: {} }],
    ['ExecuteStatement', { Statement: `SELECT * FROM "${TableName}"` }],
  ];
  for (const [operation, body] of unknown)
    expect(() => call(operation, body)).toThrow('The simulated DynamoDB does not know');
});

test("the SDK's client reads a failed condition with its item, and a cancelled transaction with its reasons", async () => {
  const { service } = world(EXACT);
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: simulated(service),
  });
  const Item = person('a') as { pk: { S: string } };
  await client.send(new PutItemCommand({ TableName, Item }));
  const absent = { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
  await expect(
    client.send(new PutItemCommand({ ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })),
  ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item });
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: absent }] }))).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
  });
});

test('a policy on a table denies what it names, and nothing else', () => {
  const { service, call } = world(EXACT);
  service.create({
    TableName: 'kept',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    ResourcePolicy: {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Action: ['dynamodb:PutItem', 'dynamodb:BatchWriteItem'], Resource: '*' }],
      },
    },
  });
  const Item = person('a');
  expect(nameOf(call('PutItem', { TableName: 'kept', Item }))).toBe('AccessDeniedException');
  const transaction = { TransactItems: [{ Put: { TableName: 'kept', Item } }] };
  expect(nameOf(call('TransactWriteItems', transaction))).toBe('AccessDeniedException');
  const batch = { RequestItems: { kept: [{ PutRequest: { Item } }] } };
  expect(nameOf(call('BatchWriteItem', batch))).toBe('AccessDeniedException');
  expect(service.items('kept')).toEqual([]);
  expect(
    call('BatchExecuteStatement', { Statements: [{ Statement: `INSERT INTO "kept" VALUE {'pk': 'a'}` }] }),
  ).toEqual({
    Responses: [{ TableName: 'kept' }],
  });
  expect(call('DeleteItem', { TableName: 'kept', Key: Item })).toEqual({});
});
