/**
 * Requests that fast-check draws, on the simulated DynamoDB and on a real engine: the answers are the same, and so is what the tables hold.
 * LANDFALL_RUNS in the environment draws more.
 */
import fc from 'fast-check';
import * as drawn from '#test/support/table-requests.ts';
import { type Answer, startTwoTables, type TwoTables } from '#test/support/two-tables.ts';

const RUNS = Number(process.env['LANDFALL_RUNS'] ?? 150);
const SEED = 13;

let two: TwoTables;
beforeAll(async () => {
  two = await startTwoTables();
});
afterAll(() => two.stop());

/** Refusals of Amazon's DynamoDB, and of the simulation, that dynoxide does not have: see DYNOXIDE in dynamodb-expressions.test.ts. */
const LENIENT = [
  /must be distinct from the remaining operands/u,
  /paths conflict with each other/u,
  /document path provided in the update expression is invalid/u,
  /Incorrect operand type for operator or function/u,
];
/** What DynamoDB Local does not refuse: see LOCAL there. */
const LENIENT_LOCAL = [/Type mismatch for Index Key/u];

/** Undefined: the engine is known not to refuse this, so that the two can't be compared. */
function comparable(simulated: Answer, real: Answer): boolean {
  const lenient = two.engine === 'dynoxide' ? LENIENT : LENIENT_LOCAL;
  return !(simulated.error && !real.error && lenient.some((pattern) => pattern.test(simulated.why ?? '')));
}
/** Without the units, which DynamoDB Local answers unasked where it deletes nothing. */
const compared = ({ error, body }: Answer): unknown => {
  const { ConsumedCapacity: _units, ...answer } = body as { ConsumedCapacity?: unknown };
  return error === undefined ? answer : { error, answer };
};

const KEY = { pk: { S: 'drawn' }, sk: { S: 'item' } };

async function both(operation: string, request: object): Promise<void> {
  const simulated = two.simulated(operation, request);
  const real = await two.real(operation, request);
  if (!comparable(simulated, real)) return;
  // With the request, so that a failure shows it.
  const asked = JSON.stringify({ operation, request });
  expect({ answer: compared(real), asked }).toEqual({ answer: compared(simulated), asked });
}

/** One request on one item. */
const onItem = (expression: fc.Arbitrary<drawn.Written>, operation: string, ask: (text: string) => object) =>
  fc.assert(
    fc.asyncProperty(drawn.attributes, expression, async (attributes, written) => {
      const TableName = two.table;
      const Item = { ...KEY, ...attributes };
      two.simulated('PutItem', { TableName, Item });
      await two.real('PutItem', { TableName, Item });
      const writer = new drawn.Writer();
      const text = written(writer);
      await both(operation, { TableName, Key: KEY, ...ask(text), ...writer.placeholders });
    }),
    { numRuns: RUNS, seed: SEED },
  );

const SHOWN = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };

test('a condition holds on both or on neither', () =>
  onItem(drawn.condition, 'UpdateItem', (ConditionExpression) => ({
    UpdateExpression: 'REMOVE nothing_there',
    ConditionExpression,
    ...SHOWN,
  })));

/** Elements behind a list's end and several removals from a list: places and removals of DYNOXIDE. */
const ofPlaces = (text: string): boolean => /\[5\]|l\[|d\[/u.test(text);

test('an update makes the same of an item, or is refused on both', () =>
  onItem(
    two.engine === 'dynoxide' ? drawn.update.filter((written) => !ofPlaces(written(new drawn.Writer()))) : drawn.update,
    'UpdateItem',
    (UpdateExpression) => ({ UpdateExpression, ReturnValues: 'ALL_NEW' }),
  ));

test('a projection takes the same of an item', () =>
  onItem(drawn.projection, 'GetItem', (ProjectionExpression) => ({ ProjectionExpression })));

const text = (...all: string[]) => fc.constantFrom(...all).map((S) => ({ S }));
const SORTS = ['', 'a', 'ab', 'b', 'ä', 'z', '\uffee', '😀', 'aa'].slice(1);
const range = fc.oneof(
  fc.constant(undefined),
  fc
    .tuple(fc.constantFrom('=', '<', '<=', '>', '>='), text(...SORTS))
    .map(([sign, a]) => ({ text: `sk ${sign} :a`, a })),
  fc.tuple(text(...SORTS), text(...SORTS)).map(([a, b]) => ({ text: 'sk BETWEEN :a AND :b', a, b })),
  text('a', 'b', '😀').map((a) => ({ text: 'begins_with(sk, :a)', a })),
);

/** What the pages hold: whether an empty one ends them is each engine's own. */
async function allPages(engine: 'simulated' | 'real', request: object): Promise<unknown> {
  const pages: unknown[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const { error, body } = await two[engine]('Query', { ...request, ExclusiveStartKey });
    if (error) return error;
    const { Items, LastEvaluatedKey, ScannedCount } = body as {
      Items: unknown[];
      LastEvaluatedKey?: unknown;
      ScannedCount: number;
    };
    if (ScannedCount > 0) pages.push(Items);
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return pages;
}

test('the pages of a query are the same in both directions', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(text(...SORTS), drawn.attributes), { maxLength: 6 }),
      range,
      fc.record({ forward: fc.boolean(), limit: fc.constantFrom(undefined, 1, 2, 3), filtered: fc.boolean() }),
      fc.integer(),
      async (items, asked, { forward, limit, filtered }, partition) => {
        const TableName = two.table;
        const pk = { S: `query ${partition}` };
        for (const [sk, attributes] of items) {
          two.simulated('PutItem', { TableName, Item: { ...attributes, pk, sk } });
          await two.real('PutItem', { TableName, Item: { ...attributes, pk, sk } });
        }
        const b = asked && 'b' in asked ? { ':b': asked.b } : {};
        const request = {
          TableName,
          KeyConditionExpression: asked ? `pk = :p AND ${asked.text}` : 'pk = :p',
          ExpressionAttributeValues: { ':p': pk, ...(asked ? { ':a': asked.a, ...b } : {}) },
          ScanIndexForward: forward,
          Limit: limit,
          ...(filtered ? { FilterExpression: 'attribute_exists(a)' } : {}),
        };
        const real = await allPages('real', request);
        expect({ real, request }).toEqual({ real: await allPages('simulated', request), request });
      },
    ),
    { numRuns: Math.ceil(RUNS / 3), seed: SEED },
  ));

/** On a few items, so that requests meet. */
const MET = ['1', '2', '3', '4'].map((sk) => ({ Key: { pk: { S: 'met' }, sk: { S: sk } } }));
const key = fc.constantFrom(...MET).map(({ Key }) => Key);
const item = fc.tuple(key, drawn.attributes).map(([one, attributes]) => ({ ...attributes, ...one }));
const conditioned = fc.constantFrom(
  {},
  { ConditionExpression: 'attribute_not_exists(pk)' },
  { ConditionExpression: 'attribute_exists(g)' },
);
const counted = {
  UpdateExpression: 'ADD c :one SET b = if_not_exists(b, :one)',
  ExpressionAttributeValues: { ':one': { N: '1' } },
};
const act = fc.oneof(
  fc.tuple(item, conditioned).map(([Item, more]) => ['Put', { Item, ...more }] as const),
  fc.tuple(key, conditioned).map(([Key, more]) => ['Delete', { Key, ...more }] as const),
  fc.tuple(key, conditioned).map(([Key, more]) => ['Update', { Key, ...counted, ...more }] as const),
);
const sortOf = ([kind, one]: readonly [string, object]) =>
  (kind === 'Put' ? (one as { Item: (typeof MET)[0]['Key'] }).Item : (one as (typeof MET)[0]).Key).sk.S;
const request = fc.oneof(
  act.map(([kind, one]) => ({
    operation: `${kind}Item`,
    ask: (TableName: string) => ({ TableName, ...one, ...SHOWN }),
  })),
  // With one item twice, DynamoDB Local refuses the conditions first, and Amazon's the whole.
  fc.uniqueArray(act, { minLength: 1, maxLength: 4, selector: sortOf }).map((acts) => ({
    operation: 'TransactWriteItems',
    ask: (TableName: string) => ({
      TransactItems: acts.map(([kind, one]) => ({ [kind]: { TableName, ...one, ...SHOWN } })),
    }),
  })),
  fc.array(fc.oneof(item, key), { minLength: 1, maxLength: 4 }).map((all) => ({
    operation: 'BatchWriteItem',
    ask: (TableName: string) => ({
      RequestItems: {
        [TableName]: all.map((one) =>
          Object.keys(one).length > 2 ? { PutRequest: { Item: one } } : { DeleteRequest: { Key: one } },
        ),
      },
    }),
  })),
  // Of two on one key DynamoDB Local refuses the batch, and has done the first all the same.
  fc.uniqueArray(key, { minLength: 1, maxLength: 4 }).map((all) => ({
    operation: 'BatchExecuteStatement',
    ask: (TableName: string) => ({
      Statements: all.map(({ pk, sk }) => ({
        Statement: `INSERT INTO "${TableName}" VALUE {'pk': ?, 'sk': ?, 'g': 'G1'}`,
        Parameters: [pk, sk],
      })),
    }),
  })),
);

/** Where two of an index are equal in its keys, their order is each engine's own. */
const sorted = ({ body }: Answer): unknown =>
  ((body as { Items?: unknown[] }).Items ?? []).map((one) => JSON.stringify(one)).sort();

test('writes, transactions and batches on the same items leave the same table and the same indexes', () =>
  fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 8 }), async (requests) => {
      const TableName = two.table;
      for (const { Key } of MET) {
        two.simulated('DeleteItem', { TableName, Key });
        await two.real('DeleteItem', { TableName, Key });
      }
      for (const { operation, ask } of requests) await both(operation, ask(TableName));
      const table = { TableName, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'met' } } };
      await both('Query', table);
      for (const IndexName of ['all', 'keys', 'some'])
        for (const S of ['G1', 'G2']) {
          const index = {
            TableName,
            IndexName,
            KeyConditionExpression: 'g = :g',
            ExpressionAttributeValues: { ':g': { S } },
          };
          expect(sorted(await two.real('Query', index))).toEqual(sorted(two.simulated('Query', index)));
        }
    }),
    { numRuns: Math.ceil(RUNS / 2), seed: SEED },
  ));

async function unitsOf(operation: string, ask: object) {
  const of = ({ body }: Answer): unknown => ({ ask, units: (body as { ConsumedCapacity?: unknown }).ConsumedCapacity });
  return { simulated: of(two.simulated(operation, ask)), real: of(await two.real(operation, ask)) };
}
const INDEXES = { ReturnConsumedCapacity: 'INDEXES' };

/** DynamoDB Local counts a write of an index that the item is not in, as it lacks one of the keys. */
const testOfUnits = process.env['LANDFALL_TEST_DYNAMODB'] === undefined ? test : test.skip;
testOfUnits('what a write takes of the table and of its indexes is the same', () =>
  fc.assert(
    fc.asyncProperty(item, item, fc.integer({ min: 0, max: 5_000 }), async (first, second, length) => {
      const TableName = two.table;
      const { Key } = MET[0]!;
      const Item = { ...second, ...Key, text: { S: 'x'.repeat(length) } };
      await both('PutItem', { TableName, Item: { ...first, ...Key } });
      for (const units of [
        await unitsOf('PutItem', { TableName, Item, ...INDEXES }),
        await unitsOf('GetItem', { TableName, Key, ConsistentRead: true, ...INDEXES }),
        await unitsOf('UpdateItem', { TableName, Key, ...counted, ...INDEXES }),
        await unitsOf('DeleteItem', { TableName, Key, ...INDEXES }),
      ])
        expect(units.real).toEqual(units.simulated);
    }),
    { numRuns: Math.ceil(RUNS / 3), seed: SEED },
  ),
);

test('the stream tells of the same writes of each item in the same order', async () => {
  const told = async (engine: 'simulated' | 'real') => {
    const streams = async <T>(action: string, input: object) =>
      (await two[engine](`DynamoDBStreams_20120810.${action}`, input)).body as T;
    const { Streams } = await streams<{ Streams: { StreamArn: string }[] }>('ListStreams', { TableName: two.table });
    const { StreamArn } = Streams[0]!;
    const { StreamDescription } = await streams<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
      'DescribeStream',
      { StreamArn },
    );
    const from = { StreamArn, ShardId: StreamDescription.Shards[0]!.ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = await streams<{ ShardIterator: string }>('GetShardIterator', from);
    type Told = { eventName: string; dynamodb: { Keys: object; NewImage?: object; OldImage?: object } };
    const all: { keys: string; told: unknown }[] = [];
    for (;;) {
      const { Records, NextShardIterator } = await streams<{ Records: Told[]; NextShardIterator: string }>(
        'GetRecords',
        { ShardIterator },
      );
      for (const { eventName, dynamodb } of Records)
        if (JSON.stringify(dynamodb.Keys).includes('"met"'))
          all.push({ keys: JSON.stringify(dynamodb.Keys), told: [eventName, dynamodb.NewImage, dynamodb.OldImage] });
      if (Records.length === 0) return MET.map(({ Key }) => all.filter(({ keys }) => keys === JSON.stringify(Key)));
      ShardIterator = NextShardIterator;
    }
  };
  const real = await told('real');
  expect(real.flat().length).toBeGreaterThan(50);
  expect(real).toEqual(await told('simulated'));
});
