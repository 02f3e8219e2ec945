/** What expressions mean, on the simulated DynamoDB and on a real engine. Where an engine differs from Amazon's DynamoDB, it is named. */
import { type Answer, canonical, type Engine, startTwoTables, type TwoTables } from '#test/support/two-tables.ts';

/** Where dynoxide is not Amazon's DynamoDB. DynamoDB Local, which is Amazon's, answers as the simulation does. */
const DYNOXIDE = {
  parentheses: 'takes none around an operand, and allows two pairs around one sum',
  distinct: 'compares an attribute with itself',
  case: 'takes names of functions in capitals',
  types: 'compares with values of types that have no order, and with types that there are not',
  values: 'takes no value as the operand of size, and not the same value twice',
  names: 'takes names that begin with an underscore, and places that begin with a zero',
  places: 'fills a list with nulls up to a place behind its end; it ends with the new element on Amazon',
  removals: 'removes places of a list one after the other; all are places of the list as it was',
  paths: 'leaves out what removes behind a path that there is not',
  numbers: 'compares the members of a set of numbers as texts',
  conflicts: 'takes a path for a list and for a map in one expression',
  sums: 'adds more than two',
  empty: 'takes names that are empty',
} as const;
const LOCAL = { indexes: 'lets an update give a key of an index another type' } as const;
type Deviation = keyof typeof DYNOXIDE | keyof typeof LOCAL;

const KEY = { pk: { S: 'p' }, sk: { S: 's' } };
const ITEM = {
  ...KEY,
  a: { N: '1' },
  str: { S: 'hello' },
  bin: { B: 'aGk=' },
  yes: { BOOL: true },
  nil: { NULL: true },
  m: { M: { x: { S: 'y' }, l: { L: [{ N: '1' }] } } },
  l: { L: [{ N: '1' }, { N: '2' }, { N: '3' }] },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
};
/** What placeholders stand for wherever they are used. */
const NAMES: Readonly<Record<string, string>> = {
  '#a': 'a',
  '#m': 'm',
  '#x': 'x',
  '#dotted': 'm.x',
  '#1': 'a',
  '#n': 'name',
};
const VALUES: Readonly<Record<string, object>> = {
  ':0': { N: '0' },
  ':1': { N: '1' },
  ':2': { N: '2' },
  ':5': { N: '5' },
  ':9': { N: '9' },
  ':one': { N: '1.00' },
  ':half': { N: '1.5' },
  ':tiny': { N: '1e-40' },
  ':huge': { N: '9.9e125' },
  ':digits': { N: '99999999999999999999999999999999999999' },
  ':y': { S: 'y' },
  ':hello': { S: 'hello' },
  ':you': { S: 'hello you' },
  ':he': { S: 'he' },
  ':empty': { S: '' },
  ':A': { S: 'a' },
  ':string': { S: 'S' },
  ':wrong': { S: 'X' },
  ':h': { B: 'aA==' },
  ':yes': { BOOL: true },
  ':nil': { NULL: true },
  ':ab': { SS: ['b', 'a'] },
  ':bc': { SS: ['b', 'c'] },
  ':z': { SS: ['z'] },
  ':ones': { NS: ['1.0'] },
  ':list': { L: [{ N: '1.0' }] },
  ':none': { L: [] },
};

/** The placeholders that stand in these expressions. */
function placeholders(...expressions: string[]): object {
  const of = (pattern: RegExp, known: Readonly<Record<string, unknown>>) => {
    const used = new Set(expressions.flatMap((expression) => expression.match(pattern) ?? []));
    const found = Object.fromEntries([...used].filter((name) => name in known).map((name) => [name, known[name]]));
    return Object.keys(found).length > 0 ? found : undefined;
  };
  return { ExpressionAttributeNames: of(/#\w+/gu, NAMES), ExpressionAttributeValues: of(/:\w+/gu, VALUES) };
}

let two: TwoTables;
beforeAll(async () => {
  two = await startTwoTables();
});
afterAll(() => two.stop());

/** An answer of both, from the same item; `real` undefined where it is named as another one. */
async function answers(operation: string, request: object, deviation?: Deviation) {
  const TableName = two.table;
  two.simulated('PutItem', { TableName, Item: ITEM });
  await two.real('PutItem', { TableName, Item: ITEM });
  const simulated = two.simulated(operation, { TableName, ...request });
  const real = await two.real(operation, { TableName, ...request });
  const deviates: Engine = deviation !== undefined && deviation in LOCAL ? 'dynamodb-local' : 'dynoxide';
  return { simulated, real: deviation && two.engine === deviates ? undefined : real, other: real };
}

/** `holds`, `fails`, or why it is refused. */
const outcome = ({ error }: Answer): string =>
  error === undefined ? 'holds' : error === 'ConditionalCheckFailedException' ? 'fails' : error;
const REFUSED = 'ValidationException';

const CONDITIONS: readonly (readonly [string, 'holds' | 'fails' | 'refused', Deviation?])[] = [
  ['a = :1', 'holds'],
  ['a = :one', 'holds'],
  ['a = :2', 'fails'],
  [':1 = a', 'holds'],
  [':1 = :one', 'holds'],
  [':1 = :1', 'holds'],
  ['a <> :2', 'holds'],
  ['a < :2', 'holds'],
  ['a <= :1', 'holds'],
  ['a > :0', 'holds'],
  ['a >= :2', 'fails'],
  ['a = str', 'fails'],
  ['a = :y', 'fails'],
  ['a < :y', 'fails'],
  ['zz = :1', 'fails'],
  ['zz <> :1', 'holds'],
  ['zz < :1', 'fails'],
  ['NOT zz < :1', 'holds'],
  ['zz = yy', 'fails'],
  ['zz <> yy', 'holds'],
  ['ss = :ab', 'holds'],
  ['m.l = :list', 'holds'],
  ['yes = :yes', 'holds'],
  ['nil = :nil', 'holds'],
  ['a = a', 'refused', 'distinct'],
  ['a < :yes', 'refused', 'types'],
  ['a < :ab', 'refused', 'types'],
  ['a < :nil', 'refused', 'types'],
  ['a < :list', 'refused', 'types'],
  ['a BETWEEN :0 AND :2', 'holds'],
  ['a between :1 and :one', 'holds'],
  ['a BETWEEN :2 AND :9', 'fails'],
  ['zz BETWEEN :1 AND :2', 'fails'],
  ['a BETWEEN :2 AND :1', 'refused'],
  ['a BETWEEN :1 AND :y', 'refused'],
  ['a BETWEEN :0 AND :2 AND str = :hello', 'holds'],
  ['a BETWEEN(:1)AND(:1)', 'holds', 'parentheses'],
  ['a IN (:1)', 'holds'],
  ['a IN (:2, :y, str, :1)', 'holds'],
  ['a in(:2)', 'fails'],
  ['a IN (a)', 'refused', 'distinct'],
  ['a IN ()', 'refused'],
  ['(a) IN (:1)', 'holds', 'parentheses'],
  ['attribute_exists(a)', 'holds'],
  ['attribute_exists (m.l[0])', 'holds'],
  ['attribute_exists(m.l[1])', 'fails'],
  ['attribute_exists(nil)', 'holds'],
  ['attribute_not_exists(zz)', 'holds'],
  ['attribute_not_exists(a)', 'fails'],
  ['attribute_exists(:y)', 'refused'],
  ['attribute_exists(size(a))', 'refused'],
  ['Attribute_exists(a)', 'refused', 'case'],
  ['attribute_exists(a) = :yes', 'refused'],
  ['attribute_exists(a, str)', 'refused'],
  ['attribute_type(str, :string)', 'holds'],
  ['attribute_type(a, :string)', 'fails'],
  ['attribute_type(zz, :string)', 'fails'],
  ['attribute_type(str, :wrong)', 'refused', 'types'],
  ['attribute_type(str, :1)', 'refused', 'types'],
  ['begins_with(str, :he)', 'holds'],
  ['begins_with(str, :empty)', 'holds'],
  ['begins_with(str, :y)', 'fails'],
  ['begins_with(:you, str)', 'holds'],
  ['begins_with(bin, :h)', 'holds'],
  ['begins_with(a, :he)', 'fails'],
  ['begins_with(str, :1)', 'refused'],
  ['begins_with(str, str)', 'refused', 'distinct'],
  ['contains(str, :he)', 'holds'],
  ['contains(str, :1)', 'fails'],
  ['contains(:you, str)', 'holds'],
  ['contains(ss, :A)', 'holds'],
  ['contains(ss, :y)', 'fails'],
  ['contains(ns, :one)', 'holds'],
  ['contains(l, :one)', 'holds'],
  ['contains(m, :y)', 'fails'],
  ['contains(a, a)', 'refused'],
  ['contains(:A, :A)', 'holds', 'values'],
  ['size(str) = :5', 'holds'],
  ['size (m) = :2', 'holds'],
  ['size(ss) = :2', 'holds'],
  ['size(bin) > :1', 'holds'],
  ['size(a) = :1', 'fails'],
  ['size(zz) <> :1', 'holds'],
  ['size(str) < str', 'fails'],
  ['size(:A) = :1', 'holds', 'values'],
  ['size(:1) = :1', 'refused'],
  ['size(size(a)) = :1', 'refused'],
  ['SIZE(str) = :5', 'refused', 'case'],
  ['size(str)', 'refused'],
  ['other(a)', 'refused'],
  ['a = :1 AND str = :hello', 'holds'],
  ['a = :1 AND str = :y', 'fails'],
  ['a = :2 OR str = :hello', 'holds'],
  ['a = :2 AND a = :1 OR str = :hello', 'holds'],
  ['str = :hello OR a = :2 AND a = :1', 'holds'],
  ['NOT a = :2 AND str = :hello', 'holds'],
  ['NOT (a = :2 OR str = :hello)', 'fails'],
  ['not not a = :1', 'holds'],
  ['NOT (NOT a = :1)', 'holds'],
  ['(a = :1)', 'holds'],
  ['((a = :1) AND (str = :hello))', 'holds'],
  ['((a = :1))', 'refused'],
  ['((a = :1 AND str = :hello))', 'refused'],
  ['(a) = (:1)', 'holds', 'parentheses'],
  ['((a)) = :1', 'refused'],
  ['(m).x = :y', 'refused'],
  ['attribute_exists(pk)and attribute_not_exists(zz)', 'holds'],
  ['m.x = :y', 'holds'],
  ['#m.#x = :y', 'holds'],
  ['m . x = :y', 'holds'],
  ['m.l [0] = :1', 'holds'],
  ['m.l[00] = :1', 'refused', 'names'],
  ['m[0] = :y', 'fails'],
  ['a.b.c = :1', 'fails'],
  ['#dotted = :y', 'fails'],
  ['#1 = :1', 'holds'],
  ['valueOf = :1', 'fails'],
  ['attribute_exists(toString)', 'fails'],
  ['_a = :1', 'refused', 'names'],
  ['9a = :1', 'refused'],
  ['a-b = :1', 'refused'],
  ['a$ = :1', 'refused'],
  ['a = :1 AND', 'refused'],
  ['a = ', 'refused'],
  ['a', 'refused'],
  [':1', 'refused'],
  ['a == :1', 'refused'],
  ['a != :1', 'refused'],
  ['a=:1and a=:1', 'refused'],
  ['', 'refused'],
  [' ', 'refused'],
  ['name = :1', 'refused'],
  ['#n = :1', 'fails'],
  ['#unknown = :1', 'refused'],
  ['a = :unknown', 'refused'],
];

for (const [ConditionExpression, expected, deviation] of CONDITIONS)
  test(`condition "${ConditionExpression}": ${expected}`, async () => {
    const request = {
      Key: KEY,
      ConditionExpression,
      UpdateExpression: 'REMOVE yy',
      ...placeholders(ConditionExpression),
    };
    const { simulated, real, other } = await answers('UpdateItem', request, deviation);
    expect(outcome(simulated)).toBe(expected === 'refused' ? REFUSED : expected);
    if (real) expect(outcome(real)).toBe(outcome(simulated));
    else expect(outcome(other)).not.toBe(outcome(simulated));
  });

const LIST = (...numbers: number[]) => ({ L: numbers.map((N) => ({ N: String(N) })) });
/** An update, and what it makes of the attributes that it is about; undefined: the attribute is gone. */
const UPDATES: readonly (readonly [string, Readonly<Record<string, object | undefined>> | 'refused', Deviation?])[] = [
  ['SET b = :1', { b: { N: '1' } }],
  ['set a = :2, b = :y', { a: { N: '2' }, b: { S: 'y' } }],
  ['SET a = a + :1, b = a', { a: { N: '2' }, b: { N: '1' } }],
  ['SET b = a, a = :9', { a: { N: '9' }, b: { N: '1' } }],
  ['REMOVE a SET b = a', { a: undefined, b: { N: '1' } }],
  ['ADD a :9 SET b = a', { a: { N: '10' }, b: { N: '1' } }],
  ['SET a = a', { a: { N: '1' } }],
  ['SET a = (a + :1)', { a: { N: '2' } }],
  ['SET a = (a) + (:1)', { a: { N: '2' } }],
  ['SET a = a-:1', { a: { N: '0' } }],
  ['SET a = a - :half', { a: { N: '-0.5' } }],
  ['SET a = :digits + :1', { a: { N: '1e38' } }],
  ['SET a = :digits + :half', 'refused'],
  ['SET a = a + :tiny', 'refused'],
  ['SET a = :huge + :huge', 'refused'],
  ['SET a = ((a + :1))', 'refused', 'parentheses'],
  ['SET a = a + a + :1', 'refused'],
  ['SET a = (a + :1) + :1', 'refused', 'sums'],
  ['SET b = zz + :1', 'refused'],
  ['SET b = str + :1', 'refused'],
  ['SET b = a + :y', 'refused'],
  ['SET b = zz', 'refused'],
  ['SET b = if_not_exists(b, :1) + :1', { b: { N: '2' } }],
  ['SET b = if_not_exists(a, :9)', { b: { N: '1' } }],
  ['SET b = if_not_exists (zz, if_not_exists(a, :9))', { b: { N: '1' } }],
  ['SET b = if_not_exists(m.zz, :1)', { b: { N: '1' } }],
  ['SET b = if_not_exists(a, a)', 'refused', 'distinct'],
  ['SET b = if_not_exists(:1, a)', 'refused'],
  ['SET b = if_not_exists(a)', 'refused'],
  ['SET a = IF_NOT_EXISTS(a, :1)', 'refused', 'case'],
  ['SET a = other(a)', 'refused'],
  ['SET a = size(a)', 'refused'],
  ['SET l = list_append(l, :list)', { l: LIST(1, 2, 3, 1) }],
  ['SET l = list_append(:list, l)', { l: LIST(1, 1, 2, 3) }],
  ['SET l = list_append(l, l)', { l: LIST(1, 2, 3, 1, 2, 3) }],
  ['SET b = list_append(if_not_exists(b, :none), :list)', { b: LIST(1) }],
  ['SET l = list_append(l, a)', 'refused'],
  ['SET l = list_append(l, :y)', 'refused'],
  ['SET l = list_append(zz, :list)', 'refused'],
  ['SET m.x = :1', { m: { M: { x: { N: '1' }, l: LIST(1) } } }],
  ['SET #m.#x = :1 REMOVE m.l', { m: { M: { x: { N: '1' } } } }],
  ['SET m.zz.x = :1', 'refused'],
  ['SET zz.x = :1', 'refused'],
  ['SET a.x = :1', 'refused'],
  ['SET m[0] = :1', 'refused'],
  ['SET l.x = :1', 'refused'],
  ['SET l[0] = :9', { l: LIST(9, 2, 3) }],
  ['SET m.l[0] = :9', { m: { M: { x: { S: 'y' }, l: LIST(9) } } }],
  ['SET l[5] = :9', { l: LIST(1, 2, 3, 9) }, 'places'],
  ['SET l[9] = :9, l[5] = :5', { l: LIST(1, 2, 3, 5, 9) }, 'places'],
  ['REMOVE l[0]', { l: LIST(2, 3) }],
  ['REMOVE l[0], l[1]', { l: LIST(3) }, 'removals'],
  ['REMOVE l[0] SET l[1] = :9', { l: LIST(9, 3) }],
  ['REMOVE l[9]', { l: LIST(1, 2, 3) }],
  ['REMOVE l[0], l[1], l[2]', { l: LIST() }, 'removals'],
  ['REMOVE zz', { zz: undefined }],
  ['REMOVE m.zz', { m: ITEM.m }],
  ['REMOVE zz.x', 'refused', 'paths'],
  ['REMOVE a.x', 'refused', 'paths'],
  ['REMOVE l[0].x', 'refused', 'paths'],
  ['ADD a :half', { a: { N: '2.5' } }],
  ['ADD b :half', { b: { N: '1.5' } }],
  ['ADD m.c :1', { m: { M: { x: { S: 'y' }, l: LIST(1), c: { N: '1' } } } }],
  ['ADD m.l[0] :1', { m: { M: { x: { S: 'y' }, l: LIST(2) } } }],
  ['ADD ss :bc', { ss: { SS: ['a', 'b', 'c'] } }],
  ['ADD b :bc', { b: { SS: ['b', 'c'] } }],
  ['ADD str :1', 'refused'],
  ['ADD ss :ones', 'refused'],
  ['ADD ss :y', 'refused'],
  ['ADD l :list', 'refused'],
  ['ADD zz.c :1', 'refused'],
  ['ADD a a', 'refused'],
  ['DELETE ss :bc', { ss: { SS: ['a'] } }],
  ['DELETE ss :ab', { ss: undefined }],
  ['DELETE ss :z', { ss: { SS: ['a', 'b'] } }],
  ['DELETE zz :z', { zz: undefined }],
  ['DELETE ns :ones', { ns: { NS: ['2'] } }, 'numbers'],
  ['DELETE str :z', 'refused'],
  ['DELETE ss :ones', 'refused'],
  ['DELETE ss :y', 'refused'],
  ['SET a = :1, a = :2', 'refused'],
  ['REMOVE a, a', 'refused'],
  ['SET m.x = :1, m = :1', 'refused'],
  ['SET m.x = :1 REMOVE #m.#x', 'refused'],
  ['REMOVE m.x, m[0]', 'refused', 'conflicts'],
  ['SET a = :1 SET b = :1', 'refused'],
  ['SET pk = :y', 'refused'],
  ['SET sk = sk', 'refused'],
  ['REMOVE sk', 'refused'],
  ['SET g = :y', { g: { S: 'y' } }],
  ['SET g = :1', 'refused', 'indexes'],
  ['SET g = :empty', 'refused'],
  ['SET name = :1', 'refused'],
  ['SET #n = :1', { name: { N: '1' } }],
  ['SET a = :1,', 'refused'],
  ['SET a :1', 'refused'],
  ['SET a', 'refused'],
  ['SET', 'refused'],
  ['OTHER a', 'refused'],
  ['', 'refused'],
];

for (const [UpdateExpression, expected, deviation] of UPDATES)
  test(`update "${UpdateExpression}"`, async () => {
    const request = { Key: KEY, UpdateExpression, ...placeholders(UpdateExpression), ReturnValues: 'ALL_NEW' };
    const { simulated, real, other } = await answers('UpdateItem', request, deviation);
    if (expected === 'refused') expect(simulated.error).toBe(REFUSED);
    else {
      const all = Object.entries({ ...ITEM, ...expected }).filter(([, value]) => value !== undefined);
      expect(simulated.body).toEqual(canonical({ Attributes: Object.fromEntries(all) }));
    }
    const compared = ({ error, body }: Answer) => error ?? body;
    if (real) expect(compared(real)).toEqual(compared(simulated));
    else expect(compared(other)).not.toEqual(compared(simulated));
  });

const PROJECTIONS: readonly (readonly [string, object | 'refused', Deviation?])[] = [
  ['a', { a: ITEM.a }],
  ['a, #m.x', { a: ITEM.a, m: { M: { x: { S: 'y' } } } }],
  ['m.x, m.l[0]', { m: ITEM.m }],
  ['l[2], l[0]', { l: LIST(1, 3) }],
  ['l[9], zz', {}],
  ['a.b', {}],
  ['m, m.x', 'refused'],
  ['a, a', 'refused'],
  ['d.x, d[0]', 'refused', 'conflicts'],
  ['a,', 'refused'],
  ['a str', 'refused'],
  ['(a)', 'refused'],
  ['name', 'refused'],
  [':1', 'refused'],
  ['', 'refused'],
];

for (const [ProjectionExpression, expected, deviation] of PROJECTIONS)
  test(`projection "${ProjectionExpression}"`, async () => {
    const { ExpressionAttributeNames } = placeholders(ProjectionExpression) as { ExpressionAttributeNames?: object };
    const request = { Key: KEY, ProjectionExpression, ExpressionAttributeNames };
    const { simulated, real, other } = await answers('GetItem', request, deviation);
    if (expected === 'refused') expect(simulated.error).toBe(REFUSED);
    else expect(simulated.body).toEqual(canonical({ Item: expected }));
    if (real) expect(real.error ?? real.body).toEqual(simulated.error ?? simulated.body);
    else expect(other.error).not.toEqual(simulated.error);
  });

const PLACEHOLDERS: readonly (readonly [string, object, Deviation?])[] = [
  ['a name that is not used', { ExpressionAttributeNames: { '#a': 'a', '#b': 'b' } }],
  ['a value that is not used', { ExpressionAttributeValues: { ':1': { N: '1' }, ':2': { N: '2' } } }],
  ['no names in the map of names', { ExpressionAttributeNames: {} }],
  ['no values in the map of values', { ExpressionAttributeValues: {} }],
  ['a name without its sign', { ExpressionAttributeNames: { a: 'a' } }],
  ['a value without its sign', { ExpressionAttributeValues: { ':1': { N: '1' }, '1': { N: '1' } } }],
  ['a sign alone', { ExpressionAttributeNames: { '#a': 'a', '#': 'a' } }],
  ['an empty name', { ExpressionAttributeNames: { '#a': '' } }, 'empty'],
  ['a value of no type', { ExpressionAttributeValues: { ':1': {} } }],
  ['a value of two types', { ExpressionAttributeValues: { ':1': { N: '1', S: '1' } } }],
  ['a number that is none', { ExpressionAttributeValues: { ':1': { N: 'one' } } }],
  ['an empty number', { ExpressionAttributeValues: { ':1': { N: '' } } }],
  ['an empty set', { ExpressionAttributeValues: { ':1': { SS: [] } } }],
  ['a set with one member twice', { ExpressionAttributeValues: { ':1': { SS: ['a', 'a'] } } }],
  ['a set with one number twice', { ExpressionAttributeValues: { ':1': { NS: ['1', '1.0'] } } }],
  ['a null that is false', { ExpressionAttributeValues: { ':1': { NULL: false } } }],
  ['a number of 39 digits', { ExpressionAttributeValues: { ':1': { N: `1${'0'.repeat(37)}1` } } }],
  ['a number too large', { ExpressionAttributeValues: { ':1': { N: '1e126' } } }],
  ['a number too small', { ExpressionAttributeValues: { ':1': { N: '1e-131' } } }],
];

for (const [what, given, deviation] of PLACEHOLDERS)
  test(`placeholders: ${what}`, async () => {
    const valid = { ExpressionAttributeNames: { '#a': 'a' }, ExpressionAttributeValues: { ':1': { N: '1' } } };
    const request = { Key: KEY, UpdateExpression: 'SET #a = :1', ...valid, ...given };
    const { simulated, real } = await answers('UpdateItem', request, deviation);
    expect(simulated.error).toBe(REFUSED);
    if (real) expect(real.error).toBe(REFUSED);
  });
