/** Each operation with its limits and refusals, on the simulated DynamoDB and on a real engine. */
import { type Answer, canonical, startTwoTables, type TwoTables } from '#test/support/two-tables.ts';

let two: TwoTables;
beforeAll(async () => {
  two = await startTwoTables();
});
afterAll(() => two.stop());

/** Where the engines are not Amazon's DynamoDB: what a case answers there is not compared. */
const DYNOXIDE = {
  kinds: 'takes a batch entry or a transaction entry that is two things at once, and writes the first',
  transactedKeys: 'lets an update in a transaction change a key',
  transactedReads: 'reads all of an item in a transaction, whatever was projected',
  quoted: 'takes names in double quotes in a PartiQL item',
  index: 'answers with nothing where an index does not hold what is asked for',
  keyTypes: 'takes a key condition with another type than the key has, and an empty one',
  order: 'wants the partition key first',
  starts: 'takes a start that lies outside of what is queried',
  returns: 'takes any word for the values of a failed condition',
} as const;
const LOCAL = {
  reasons: 'says of a whole transaction what Amazon says of the entry, where an update does not fit the item',
  keys: 'says of a whole transaction what Amazon says of the entry, where a key does not fit the table',
  duplicates: 'says ValidationError where Amazon says DuplicateItem, and DuplicateItem for DuplicateItemException',
  units: 'counts no check of a condition, and answers units that were not asked for',
  responses: 'answers a transaction of statements with no responses',
  updates: 'takes an update without an expression in a transaction',
} as const;
type Deviation = keyof typeof DYNOXIDE | keyof typeof LOCAL;

const k = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });
const n = (N: number) => ({ N: String(N) });
const long = (length: number) => 'x'.repeat(length);
/** What every case begins with. */
const ITEMS = [
  { ...k('p', 's1'), n: n(1), g: { S: 'G' }, h: { S: 'b' }, a: { S: 'one' } },
  { ...k('p', 's2'), n: n(2), g: { S: 'G' }, h: { S: 'a' }, a: { S: 'two' } },
  { ...k('p', 's3'), n: n(3), g: { S: 'G' } },
  { ...k('p', 's4'), n: n(4), h: { S: 'a' } },
  { ...k('p', 's5') },
  { ...k('q', 's1'), m: { M: { x: n(1), y: n(2) } } },
];

async function reset(): Promise<void> {
  const TableName = two.table;
  const { Items } = two.simulated('Scan', { TableName }).body as { Items: { pk: object; sk: object }[] };
  const found = (await two.real('Scan', { TableName })).body as { Items: { pk: object; sk: object }[] };
  for (const { pk, sk } of Items) two.simulated('DeleteItem', { TableName, Key: { pk, sk } });
  for (const { pk, sk } of found.Items) await two.real('DeleteItem', { TableName, Key: { pk, sk } });
  for (const Item of ITEMS) {
    two.simulated('PutItem', { TableName, Item });
    await two.real('PutItem', { TableName, Item });
  }
}

/** Rows of a scan come in an order of each engine's own. */
const inOrder = (body: unknown): unknown => {
  const items = (body as { Items?: unknown[] }).Items;
  return items ? { ...(body as object), Items: items.map((one) => JSON.stringify(one)).sort() } : body;
};
const compared = ({ error, body }: Answer): unknown => (error === undefined ? body : { error, body });

/** Both answer the same, and hold the same afterwards; @returns the simulated answer. */
async function both(operation: string, request: object, deviation?: Deviation): Promise<Answer> {
  await reset();
  const simulated = two.simulated(operation, request);
  const real = await two.real(operation, request);
  const engine = deviation && (deviation in DYNOXIDE ? 'dynoxide' : 'dynamodb-local');
  if (engine === two.engine) {
    expect(compared(real)).not.toEqual(compared(simulated));
    return simulated;
  }
  expect(compared(real)).toEqual(compared(simulated));
  const all = { TableName: two.table };
  expect(inOrder((await two.real('Scan', all)).body)).toEqual(inOrder(two.simulated('Scan', all).body));
  return simulated;
}

/** A title, the request beside the table's name, what it comes to (an error's name, or a part of the answer), and a deviation. */
type Case = readonly [string, object, string | object, Deviation?];
/** A test for each case of an operation. */
function each(
  operation: string,
  cases: readonly Case[],
  run: (request: object, expected: string | object, deviation: Deviation | undefined) => Promise<void>,
): void {
  for (const [title, request, expected, deviation] of cases)
    test(`${operation}: ${title}`, () => run(request, expected, deviation));
}

const INVALID = 'ValidationException';
const FAILED = 'ConditionalCheckFailedException';

function checkAnswer({ error, body }: Answer, expected: string | object): void {
  if (typeof expected === 'string') expect(error).toBe(expected);
  else {
    expect(error).toBeUndefined();
    expect(body).toMatchObject(canonical(expected) as object);
  }
}

const SAME = { Key: k('p', 's1') };
const GETS: readonly Case[] = [
  ['an item', SAME, { Item: ITEMS[0]! }],
  ['an item, consistently', { ...SAME, ConsistentRead: true }, { Item: ITEMS[0]! }],
  ['no item', { Key: k('p', 'no') }, {}],
  ['a part of a key', { Key: { pk: { S: 'p' } } }, INVALID],
  ['more than a key', { Key: { ...k('p', 's1'), a: { S: 'one' } } }, INVALID],
  ['a key of another type', { Key: { pk: { S: 'p' }, sk: n(1) } }, INVALID],
  ['an empty key', { Key: k('', 's1') }, INVALID],
  ['a partition key of 2048 bytes', { Key: k(long(2048), 's') }, {}],
  ['a partition key of 2049 bytes', { Key: k(long(2049), 's') }, INVALID],
  ['a sort key of 1025 bytes', { Key: k('p', long(1025)) }, INVALID],
  ['a table that there is not', { TableName: 'no-such-table', ...SAME }, 'ResourceNotFoundException'],
  ['its units', { ...SAME, ReturnConsumedCapacity: 'TOTAL' }, { ConsumedCapacity: { CapacityUnits: 0.5 } }],
];
each('GetItem', GETS, async (request, expected, deviation) => {
  checkAnswer(await both('GetItem', { TableName: two.table, ...request }, deviation), expected);
});

const NEW = { Item: k('p', 'new') };
const absent = { ConditionExpression: 'attribute_not_exists(pk)' };
const present = { ConditionExpression: 'attribute_exists(pk)' };
const shown = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
let deep: object = { S: 'x' };
for (let level = 0; level < 31; level += 1) deep = { L: [deep] };
const PUTS: readonly Case[] = [
  ['a new item', { ...NEW, ...absent }, {}],
  ['an item over another', { Item: { ...k('p', 's1'), b: n(1) }, ReturnValues: 'ALL_OLD' }, { Attributes: ITEMS[0]! }],
  ['nothing old to return', { ...NEW, ReturnValues: 'ALL_OLD' }, {}],
  ['a condition that fails', { Item: ITEMS[0]!, ...absent }, FAILED],
  ['a condition that fails and shows the item', { Item: ITEMS[0]!, ...absent, ...shown }, FAILED],
  ['a condition that fails where there is no item to show', { ...NEW, ...present, ...shown }, FAILED],
  ['a word that is no kind of values', { ...NEW, ReturnValuesOnConditionCheckFailure: 'OTHER' }, INVALID, 'returns'],
  ['new values to return', { ...NEW, ReturnValues: 'ALL_NEW' }, INVALID],
  ['no sort key', { Item: { pk: { S: 'p' } } }, INVALID],
  ['an empty sort key', { Item: k('p', '') }, INVALID],
  ['a number as sort key', { Item: { pk: { S: 'p' }, sk: n(1) } }, INVALID],
  ['a number as key of an index', { Item: { ...NEW.Item, g: n(1) } }, INVALID],
  ['an empty key of an index', { Item: { ...NEW.Item, g: { S: '' } } }, INVALID],
  ['400 KB', { Item: { ...k('p', 's'), big: { S: long(409_600 - 9) } } }, {}],
  ['400 KB and a byte', { Item: { ...k('p', 's'), big: { S: long(409_600 - 8) } } }, INVALID],
  ['31 lists within each other', { Item: { ...NEW.Item, deep } }, {}],
  ['32 lists within each other', { Item: { ...NEW.Item, deep: { L: [deep] } } }, INVALID],
  ['names without an expression', { ...NEW, ExpressionAttributeNames: { '#a': 'a' } }, INVALID],
  [
    'an empty text, set apart from none',
    { Item: { ...NEW.Item, a: { S: '' }, b: { B: '' }, l: { L: [] }, m: { M: {} } } },
    {},
  ],
  ['an empty set', { Item: { ...NEW.Item, a: { SS: [] } } }, INVALID],
];
each('PutItem', PUTS, async (request, expected, deviation) => {
  checkAnswer(await both('PutItem', { TableName: two.table, ...request }, deviation), expected);
});

const setB = { UpdateExpression: 'SET b = :v', ExpressionAttributeValues: { ':v': n(1) } };
const UPDATES: readonly Case[] = [
  ['an item that there is', { ...SAME, ...setB, ReturnValues: 'ALL_OLD' }, { Attributes: ITEMS[0]! }],
  [
    'an item that there is not',
    { Key: k('p', 'new'), ...setB, ReturnValues: 'ALL_NEW' },
    { Attributes: { ...k('p', 'new'), b: n(1) } },
  ],
  ['nothing but a key', { Key: k('p', 'new'), ReturnValues: 'ALL_NEW' }, { Attributes: k('p', 'new') }],
  ['what was set', { ...SAME, ...setB, ReturnValues: 'UPDATED_NEW' }, { Attributes: { b: n(1) } }],
  [
    'what was there before',
    { ...SAME, UpdateExpression: 'REMOVE a', ReturnValues: 'UPDATED_OLD' },
    { Attributes: { a: { S: 'one' } } },
  ],
  ['what is left of what was removed', { ...SAME, UpdateExpression: 'REMOVE a', ReturnValues: 'UPDATED_NEW' }, {}],
  ['a condition that fails', { ...SAME, ...setB, ConditionExpression: 'a = b', ...shown }, FAILED],
  ['a condition that fails without an item', { Key: k('p', 'new'), ...setB, ...present, ...shown }, FAILED],
  ['a word that is no kind of values', { ...SAME, ...setB, ReturnValues: 'OTHER' }, INVALID],
  [
    'over 400 KB',
    { ...SAME, UpdateExpression: 'SET b = :v', ExpressionAttributeValues: { ':v': { S: long(409_590) } } },
    INVALID,
  ],
];
each('UpdateItem', UPDATES, async (request, expected, deviation) => {
  checkAnswer(await both('UpdateItem', { TableName: two.table, ...request }, deviation), expected);
});

const DELETES: readonly Case[] = [
  ['an item', { ...SAME, ReturnValues: 'ALL_OLD' }, { Attributes: ITEMS[0]! }],
  ['no item', { Key: k('p', 'no'), ReturnValues: 'ALL_OLD' }, {}, 'units'],
  ['a condition that fails', { Key: k('p', 'no'), ...present }, FAILED],
  ['a condition that fails and shows the item', { ...SAME, ...absent, ...shown }, FAILED],
  ['updated values to return', { ...SAME, ReturnValues: 'UPDATED_OLD' }, INVALID],
];
each('DeleteItem', DELETES, async (request, expected, deviation) => {
  checkAnswer(await both('DeleteItem', { TableName: two.table, ...request }, deviation), expected);
});

const of = (KeyConditionExpression: string, values: object = {}, more: object = {}) => ({
  KeyConditionExpression,
  ExpressionAttributeValues: { ':p': { S: 'p' }, ...values },
  ...more,
});
const S2 = { ':a': { S: 's2' } };
const S24 = { ...S2, ':b': { S: 's4' } };
const keysOf = (...sorts: string[]) => ({ Items: sorts.map((sort) => k('p', sort)), Count: sorts.length });
const G = { ':p': { S: 'G' } };
const byAll = (more: object = {}) => of('g = :p', G, { IndexName: 'all', ...more });
const QUERIES: readonly Case[] = [
  ['a partition', of('pk = :p'), keysOf('s1', 's2', 's3', 's4', 's5')],
  ['the value first', of(':p = pk'), keysOf('s1', 's2', 's3', 's4', 's5')],
  ['one key', of('(pk = :p) AND (sk = :a)', S2), keysOf('s2')],
  ['the sort key first', of('sk = :a AND pk = :p', S2), keysOf('s2'), 'order'],
  ['below', of('pk = :p AND sk < :a', S2), keysOf('s1')],
  ['up to', of('pk = :p and sk <= :a', S2), keysOf('s1', 's2')],
  ['above', of('pk = :p AND :a < sk', S2), keysOf('s3', 's4', 's5')],
  ['from', of('pk = :p AND sk >= :a', S2), keysOf('s2', 's3', 's4', 's5')],
  ['between', of('pk = :p AND sk BETWEEN :a AND :b', S24), keysOf('s2', 's3', 's4')],
  ['between in the wrong order', of('pk = :p AND sk BETWEEN :b AND :a', S24), INVALID],
  ['a beginning', of('pk = :p AND begins_with(sk, :a)', { ':a': { S: 's' } }), keysOf('s1', 's2', 's3', 's4', 's5')],
  ['backwards', of('pk = :p', {}, { ScanIndexForward: false }), keysOf('s5', 's4', 's3', 's2', 's1')],
  ['as many as there are', of('pk = :p', {}, { Limit: 5 }), { LastEvaluatedKey: k('p', 's5') }],
  ['a few', of('pk = :p', {}, { Limit: 2 }), { ...keysOf('s1', 's2'), LastEvaluatedKey: k('p', 's2') }],
  ['behind a key', of('pk = :p', {}, { ExclusiveStartKey: k('p', 's3') }), keysOf('s4', 's5')],
  ['behind a key that is gone', of('pk = :p', {}, { ExclusiveStartKey: k('p', 's3x') }), keysOf('s4', 's5')],
  [
    'backwards from a key',
    of('pk = :p', {}, { ExclusiveStartKey: k('p', 's3'), ScanIndexForward: false }),
    keysOf('s2', 's1'),
  ],
  ['behind a key of another partition', of('pk = :p', {}, { ExclusiveStartKey: k('q', 's3') }), INVALID, 'starts'],
  [
    'behind a key outside the range',
    of('pk = :p AND sk > :a', S2, { ExclusiveStartKey: k('p', 's1') }),
    INVALID,
    'starts',
  ],
  ['behind half a key', of('pk = :p', {}, { ExclusiveStartKey: { pk: { S: 'p' } } }), INVALID],
  ['no limit at all', of('pk = :p', {}, { Limit: 0 }), INVALID],
  ['how many', of('pk = :p', {}, { Select: 'COUNT' }), { Count: 5, ScannedCount: 5 }],
  ['how many of which what', of('pk = :p', {}, { Select: 'COUNT', ProjectionExpression: 'sk' }), INVALID],
  ['a part of each', of('pk = :p', {}, { ProjectionExpression: 'sk' }), { Count: 5 }],
  [
    'those that a filter leaves, of a page',
    of('pk = :p', { ':n': n(1) }, { FilterExpression: 'n > :n', Limit: 3 }),
    { ...keysOf('s2', 's3'), ScannedCount: 3, LastEvaluatedKey: k('p', 's3') },
  ],
  ['a filter on a key', of('pk = :p', S2, { FilterExpression: 'sk = :a' }), INVALID],
  ['two conditions on a key', of('pk = :p AND sk > :a AND sk < :b', S24), INVALID],
  ['an alternative', of('pk = :p OR sk = :a', S2), INVALID],
  ['an exclusion', of('pk = :p AND NOT sk = :a', S2), INVALID],
  ['another value', of('pk = :p AND sk <> :a', S2), INVALID],
  ['a list of values', of('pk = :p AND sk IN (:a)', S2), INVALID],
  ['another attribute', of('pk = :p AND n = :a', S2), INVALID],
  ['a function of conditions', of('pk = :p AND attribute_exists(sk)'), INVALID],
  ['partitions above', of('pk > :p'), INVALID],
  ['no partition', of('sk = :p'), INVALID],
  ['a partition of another type', of('pk = :p', { ':p': n(1) }), INVALID, 'keyTypes'],
  ['an empty partition key', of('pk = :p', { ':p': { S: '' } }), INVALID, 'keyTypes'],
  ['no condition', {}, INVALID],
  ['an empty condition', { KeyConditionExpression: '' }, INVALID],
  ['an index', byAll(), { Items: [ITEMS[1]!, ITEMS[0]!], Count: 2 }],
  [
    'an index page by page',
    byAll({ Limit: 1 }),
    { Items: [ITEMS[1]!], LastEvaluatedKey: { ...k('p', 's2'), g: { S: 'G' }, h: { S: 'a' } } },
  ],
  [
    'an index behind a key',
    byAll({ ExclusiveStartKey: { ...k('p', 's2'), g: { S: 'G' }, h: { S: 'a' } } }),
    { Items: [ITEMS[0]!], Count: 1 },
  ],
  ['an index behind a key of the table', byAll({ ExclusiveStartKey: k('p', 's1') }), INVALID],
  [
    'an index by a number',
    of('g = :p AND n > :n', { ...G, ':n': n(1) }, { IndexName: 'some' }),
    { Count: 2, ScannedCount: 2 },
  ],
  ['an index, consistently', byAll({ ConsistentRead: true }), INVALID],
  ['an index that there is not', byAll({ IndexName: 'other' }), INVALID],
  ['all of what an index holds a part of', of('g = :p', G, { IndexName: 'keys', Select: 'ALL_ATTRIBUTES' }), INVALID],
  ['what an index does not hold', of('g = :p', G, { IndexName: 'keys', ProjectionExpression: 'a' }), INVALID, 'index'],
  ['its units', of('pk = :p', {}, { ReturnConsumedCapacity: 'INDEXES' }), { ConsumedCapacity: { CapacityUnits: 0.5 } }],
];
each('Query', QUERIES, async (request, expected, deviation) => {
  checkAnswer(await both('Query', { TableName: two.table, ...request }, deviation), expected);
});

const SCANS: readonly Case[] = [
  ['a table', {}, { Count: 6, ScannedCount: 6 }],
  ['an index: what lacks its keys is not in it', { IndexName: 'all' }, { Count: 2 }],
  [
    'those that a filter leaves',
    { FilterExpression: 'n > :n', ExpressionAttributeValues: { ':n': n(2) } },
    { Count: 2, ScannedCount: 6 },
  ],
  ['a segment without a number of segments', { Segment: 0 }, INVALID],
  ['segments without the one', { TotalSegments: 2 }, INVALID],
  ['a segment behind the last', { Segment: 2, TotalSegments: 2 }, INVALID],
  ['a limit of none', { Limit: 0 }, INVALID],
];
each('Scan', SCANS, async (request, expected) => {
  await reset();
  const asked = { TableName: two.table, ...request };
  const simulated = two.simulated('Scan', asked);
  checkAnswer(simulated, expected);
  const real = await two.real('Scan', asked);
  expect(real.error).toBe(simulated.error);
  if (!real.error) expect(inOrder(real.body)).toEqual(inOrder(simulated.body));
});

test('the segments of a scan, page by page, come to each item once', async () => {
  await reset();
  for (const engine of ['simulated', 'real'] as const) {
    const met: string[] = [];
    for (const Segment of [0, 1, 2]) {
      let ExclusiveStartKey: unknown;
      do {
        const request = { TableName: two.table, Segment, TotalSegments: 3, Limit: 1, ExclusiveStartKey };
        const { body } = await two[engine]('Scan', request);
        const { Items, LastEvaluatedKey } = body as { Items: object[]; LastEvaluatedKey?: object };
        met.push(...Items.map((item) => JSON.stringify(item)));
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey);
    }
    expect(met.sort()).toEqual(ITEMS.map((item) => JSON.stringify(canonical(item))).sort());
  }
});

/** `TABLE` stands for the table's name. */
const named = (request: object): object => JSON.parse(JSON.stringify(request).replaceAll('TABLE', two.table)) as object;
const keys = (count: number) => Array.from({ length: count }, (_one, index) => k('p', `k${index}`));
const BATCH_GETS: readonly Case[] = [
  [
    'what there is',
    { TABLE: { Keys: [k('p', 's1'), k('p', 'no')] } },
    { Responses: { TABLE: [ITEMS[0]!] }, UnprocessedKeys: {} },
  ],
  ['nothing', { TABLE: { Keys: [k('p', 'no')] } }, { Responses: { TABLE: [] } }],
  [
    'a part, consistently',
    {
      TABLE: {
        Keys: [k('p', 's1')],
        ProjectionExpression: '#n',
        ExpressionAttributeNames: { '#n': 'n' },
        ConsistentRead: true,
      },
    },
    { Responses: { TABLE: [{ n: n(1) }] } },
  ],
  ['one key twice', { TABLE: { Keys: [k('p', 's1'), k('p', 's1')] } }, INVALID],
  ['no keys', { TABLE: { Keys: [] } }, INVALID],
  ['no tables', {}, INVALID],
  ['100 keys', { TABLE: { Keys: keys(100) } }, {}],
  ['101 keys', { TABLE: { Keys: keys(101) } }, INVALID],
  ['a part of a key', { TABLE: { Keys: [{ pk: { S: 'p' } }] } }, INVALID],
  ['a table that there is not', { 'no-such-table': { Keys: keys(1) } }, 'ResourceNotFoundException'],
];
each('BatchGetItem', BATCH_GETS, async (RequestItems, expected, deviation) => {
  const answer = await both('BatchGetItem', named({ RequestItems }), deviation);
  checkAnswer(answer, typeof expected === 'string' ? expected : named(expected));
});

const put = (sk: string, more: object = {}) => ({ PutRequest: { Item: { ...k('p', sk), ...more } } });
const gone = (sk: string) => ({ DeleteRequest: { Key: k('p', sk) } });
const BATCH_WRITES: readonly Case[] = [
  ['puts and deletions', { TABLE: [put('new'), gone('s1'), gone('no')] }, { UnprocessedItems: {} }],
  ['one key twice', { TABLE: [put('new'), gone('new')] }, INVALID],
  ['nothing', { TABLE: [] }, INVALID],
  ['an entry that is nothing', { TABLE: [{}] }, INVALID],
  ['an entry that is two things', { TABLE: [{ ...put('new'), ...gone('new') }] }, INVALID, 'kinds'],
  ['25 entries', { TABLE: keys(25).map((Item) => ({ PutRequest: { Item } })) }, {}],
  ['26 entries', { TABLE: keys(26).map((Item) => ({ PutRequest: { Item } })) }, INVALID],
  ['one over 400 KB, and none is written', { TABLE: [put('new'), put('big', { big: { S: long(409_600) } })] }, INVALID],
  [
    'one without a key, and none is written',
    { TABLE: [put('new'), { PutRequest: { Item: { pk: { S: 'p' } } } }] },
    INVALID,
  ],
  ['a table that there is not', { 'no-such-table': [put('new')] }, 'ResourceNotFoundException'],
];
each('BatchWriteItem', BATCH_WRITES, async (RequestItems, expected, deviation) => {
  checkAnswer(await both('BatchWriteItem', named({ RequestItems }), deviation), expected);
});

const TableName = 'TABLE';
const Put = (sk: string, more: object = {}) => ({ Put: { TableName, Item: k('p', sk), ...more } });
const Update = (sk: string, UpdateExpression: string, more: object = {}) => ({
  Update: { TableName, Key: k('p', sk), UpdateExpression, ...more },
});
const Delete = (sk: string, more: object = {}) => ({ Delete: { TableName, Key: k('p', sk), ...more } });
const Check = (sk: string, ConditionExpression = 'attribute_exists(pk)', more: object = {}) => ({
  ConditionCheck: { TableName, Key: k('p', sk), ConditionExpression, ...more },
});
const cancelledBy = (...codes: string[]) => ({ cancelled: codes });
const TRANSACTIONS: readonly Case[] = [
  ['all kinds of writes', [Put('new', absent), Update('s1', 'REMOVE a'), Delete('s2', present), Check('s3')], {}],
  [
    'conditions that fail',
    [Put('s1', { ...absent, ...shown }), Put('new'), Delete('no', present)],
    cancelledBy('ConditionalCheckFailed', 'None', 'ConditionalCheckFailed'),
  ],
  ['a check that fails', [Put('new'), Check('no')], cancelledBy('None', 'ConditionalCheckFailed')],
  ['one item twice', [Put('new'), Put('new')], INVALID],
  ['one item checked and written', [Check('s1'), Update('s1', 'REMOVE a')], INVALID],
  ['nothing', [], INVALID],
  ['an entry that is nothing', [{}], INVALID],
  ['an entry that is two things', [{ ...Put('new'), ...Delete('s1') }], INVALID, 'kinds'],
  ['a check of nothing', [{ ConditionCheck: { TableName, Key: k('p', 's1') } }], INVALID],
  ['an update of nothing', [{ Update: { TableName, Key: k('p', 's1') } }], INVALID, 'updates'],
  ['100 entries', keys(100).map((Item) => ({ Put: { TableName, Item } })), {}],
  ['101 entries', keys(101).map((Item) => ({ Put: { TableName, Item } })), INVALID],
  [
    'an update that does not fit the item',
    [Update('s5', 'SET b = a'), Check('no')],
    cancelledBy('ValidationError', 'ConditionalCheckFailed'),
    'reasons',
  ],
  ['an update of a key', [Update('s1', 'REMOVE sk')], cancelledBy('ValidationError'), 'transactedKeys'],
  ['an item without a key', [{ Put: { TableName, Item: { pk: { S: 'p' } } } }], cancelledBy('ValidationError'), 'keys'],
  ['a part of a key', [{ Delete: { TableName, Key: { pk: { S: 'p' } } } }], cancelledBy('ValidationError'), 'keys'],
  [
    'a number as key of an index',
    [Put('new', { Item: { ...k('p', 'new'), g: n(1) } })],
    cancelledBy('ValidationError'),
  ],
  ['an empty key of an index', [Put('new', { Item: { ...k('p', 'new'), g: { S: '' } } })], INVALID],
  ['an item over 400 KB', [Put('new', { Item: { ...k('p', 'new'), big: { S: long(409_600) } } })], INVALID],
  [
    'a table that there is not',
    [{ Put: { TableName: 'no-such-table', Item: k('p', 'new') } }],
    'ResourceNotFoundException',
  ],
];
each('TransactWriteItems', TRANSACTIONS, async (TransactItems, expected, deviation) => {
  const answer = await both('TransactWriteItems', named({ TransactItems }), deviation);
  checkCancelled(answer, expected);
});

function checkCancelled(answer: Answer, expected: string | object): void {
  if (typeof expected === 'string' || !('cancelled' in expected)) {
    checkAnswer(answer, expected);
    return;
  }
  expect(answer.error).toBe('TransactionCanceledException');
  const { CancellationReasons } = answer.body as { CancellationReasons: { Code: string }[] };
  expect(CancellationReasons.map(({ Code }) => Code)).toEqual(expected.cancelled);
}

test('a transaction with the token of one that was done does nothing, and with other writes it is refused', async () => {
  await reset();
  const ClientRequestToken = `token-${two.table}`;
  const first = named({ TransactItems: [Put('new', absent)], ClientRequestToken });
  const other = named({ TransactItems: [Put('other')], ClientRequestToken });
  for (const engine of ['simulated', 'real'] as const) {
    expect((await two[engine]('TransactWriteItems', first)).error).toBeUndefined();
    expect((await two[engine]('TransactWriteItems', first)).error).toBeUndefined();
    expect((await two[engine]('TransactWriteItems', other)).error).toBe('IdempotentParameterMismatchException');
  }
  const long_ = { ...first, ClientRequestToken: long(37) };
  for (const engine of ['simulated', 'real'] as const)
    expect((await two[engine]('TransactWriteItems', long_)).error).toBe(INVALID);
});

test('a transaction that was cancelled leaves its token for another try', async () => {
  await reset();
  const request = named({ TransactItems: [Put('new', absent)], ClientRequestToken: `again-${two.table}` });
  for (const engine of ['simulated', 'real'] as const) {
    await two[engine]('PutItem', { TableName: two.table, Item: k('p', 'new') });
    expect((await two[engine]('TransactWriteItems', request)).error).toBe('TransactionCanceledException');
    await two[engine]('DeleteItem', { TableName: two.table, Key: k('p', 'new') });
    expect((await two[engine]('TransactWriteItems', request)).error).toBeUndefined();
    const { body } = await two[engine]('GetItem', { TableName: two.table, Key: k('p', 'new'), ConsistentRead: true });
    expect(body).toEqual({ Item: k('p', 'new') });
  }
});

const Get = (sk: string, more: object = {}) => ({ Get: { TableName, Key: k('p', sk), ...more } });
const TRANSACTED_READS: readonly Case[] = [
  ['what there is and what there is not', [Get('s1'), Get('no')], { Responses: [{ Item: ITEMS[0]! }, {}] }],
  ['a part', [Get('s1', { ProjectionExpression: 'n' })], { Responses: [{ Item: { n: n(1) } }] }, 'transactedReads'],
  ['one item twice', [Get('s1'), Get('s1')], INVALID],
  ['nothing', [], INVALID],
];
each('TransactGetItems', TRANSACTED_READS, async (TransactItems, expected, deviation) => {
  checkAnswer(await both('TransactGetItems', named({ TransactItems }), deviation), expected);
});

const insert = (sk: string, text = "INSERT INTO \"TABLE\" VALUE {'pk': ?, 'sk': ?}", more: object[] = []) => ({
  Statement: text,
  Parameters: [{ S: 'p' }, { S: sk }, ...more],
});
const code = (Code: string) => ({ Error: { Code } });
const STATEMENTS: readonly Case[] = [
  ['inserts of new items', [insert('new'), insert('newer')], { Responses: [{}, {}] }],
  ['an insert of one that there is', [insert('s1'), insert('new')], { Responses: [code('DuplicateItem'), {}] }],
  ['one key twice', [insert('new'), insert('new')], INVALID],
  ['25 inserts', keys(25).map(({ sk }) => insert(sk.S)), {}],
  ['26 inserts', keys(26).map(({ sk }) => insert(sk.S)), INVALID],
  ['nothing', [], INVALID],
  [
    'values that stand in the statement',
    [
      {
        Statement:
          "insert into \"TABLE\" value {'pk': 'p', 'sk': 'it''s', 'l': [1, 'a', true, null, <<1, 2>>], 'm': {'x': -1.5}}",
      },
    ],
    { Responses: [{}] },
  ],
  ['too few parameters', [{ ...insert('new'), Parameters: [{ S: 'p' }] }], { Responses: [code('ValidationError')] }],
  ['too many parameters', [insert('new', undefined, [{ S: 'more' }])], { Responses: [{}] }],
  [
    'an item without a key',
    [insert('new', 'INSERT INTO "TABLE" VALUE {\'pk\': ?}')],
    { Responses: [code('ValidationError')] },
  ],
  [
    'names in double quotes',
    [insert('new', 'INSERT INTO "TABLE" VALUE {"pk": ?, \'sk\': ?}')],
    { Responses: [code('ValidationError')] },
    'quoted',
  ],
  ['a statement that is none', [{ Statement: 'OTHER' }], { Responses: [code('ValidationError')] }],
];
/** What an engine says of a statement's table beside the error is its own. */
const withoutTable = ({ error, body }: Answer): unknown =>
  error ?? (body as { Responses: object[] }).Responses.map((one) => ('Error' in one ? one.Error : {}));
each('BatchExecuteStatement', STATEMENTS, async (Statements, expected, deviation) => {
  await reset();
  const request = named({ Statements });
  const simulated = two.simulated('BatchExecuteStatement', request);
  const real = await two.real('BatchExecuteStatement', request);
  checkAnswer(simulated, expected);
  if (deviation && two.engine === 'dynoxide') expect(withoutTable(real)).not.toEqual(withoutTable(simulated));
  else expect(withoutTable(real)).toEqual(withoutTable(simulated));
});

test('an empty key fails its own statement alone', async () => {
  await reset();
  const request = named({ Statements: [insert(''), insert('new')] });
  for (const engine of ['simulated', 'real'] as const) {
    const { body } = await two[engine]('BatchExecuteStatement', request);
    expect(body).toMatchObject({ Responses: [code('ValidationError'), {}] });
  }
});

const STATEMENT_TRANSACTIONS: readonly Case[] = [
  ['inserts of new items', [insert('new'), insert('newer')], { Responses: [{}, {}] }, 'responses'],
  ['an insert of one that there is', [insert('new'), insert('s1')], cancelledBy('None', 'DuplicateItem'), 'duplicates'],
  ['one key twice', [insert('new'), insert('new')], INVALID],
  ['nothing', [], INVALID],
];
each('ExecuteTransaction', STATEMENT_TRANSACTIONS, async (TransactStatements, expected, deviation) => {
  checkCancelled(await both('ExecuteTransaction', named({ TransactStatements }), deviation), expected);
});

test('ExecuteStatement inserts one item once', async () => {
  await reset();
  const request = named(insert('new'));
  expect(two.simulated('ExecuteStatement', request).error).toBeUndefined();
  expect((await two.real('ExecuteStatement', request)).error).toBeUndefined();
  expect(two.simulated('ExecuteStatement', request).error).toBe('DuplicateItemException');
  // LOCAL.duplicates
  expect((await two.real('ExecuteStatement', request)).error).toMatch(/^DuplicateItem(?:Exception)?$/u);
});
