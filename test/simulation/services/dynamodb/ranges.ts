/** KeyConditionExpression: which partition, and which part of it. */
import type { Condition, Operand } from './conditions.ts';
import { invalid, wrongParameter } from './refusals.ts';
import { checkKeyValue, ended, type Keys, LAST, orderPart } from './schema.ts';
import { behind, notBefore, type Row } from './store.ts';
import type { Values } from './truth.ts';
import { typeOf, type Value } from './values.ts';

type KeyPart = Keys['hash'];
/** Of the sort key: from the first index to below the second, in the partition's rows. */
export type Range = {
  readonly hash: Value;
  within(rows: readonly Row[]): readonly [number, number];
};

const unsupported = (operator: string) => invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);

function conditionsOf(condition: Condition): Condition[] {
  if (condition.is === 'and') return [...conditionsOf(condition.left), ...conditionsOf(condition.right)];
  if (condition.is === 'compare' && condition.sign !== '<>') return [condition];
  if (condition.is === 'between' || condition.is === 'begins_with') return [condition];
  throw unsupported(condition.is === 'compare' ? condition.sign : condition.is.toUpperCase());
}

const MIRRORED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
type Asked = {
  readonly name: string;
  readonly by: keyof typeof MIRRORED | 'between' | 'begins_with';
  readonly values: readonly Value[];
};

function nameOf(operand: Operand): string {
  if (operand.is === 'path' && operand.path.length === 1) return operand.path[0];
  throw invalid('Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes');
}

function asked(condition: Condition, values: Values): Asked {
  const given = (operand: Operand): Value => {
    if (operand.is === 'value') return values[operand.value]!;
    throw invalid('Invalid condition in KeyConditionExpression: a key is compared with a value');
  };
  if (condition.is === 'between')
    return { name: nameOf(condition.left), by: 'between', values: [given(condition.low), given(condition.high)] };
  if (condition.is === 'begins_with')
    return { name: nameOf(condition.left), by: 'begins_with', values: [given(condition.right)] };
  if (condition.is !== 'compare' || condition.sign === '<>') throw unsupported(condition.is);
  const { left, right, sign } = condition;
  if (left.is === 'value') return { name: nameOf(right), by: MIRRORED[sign], values: [given(left)] };
  return { name: nameOf(left), by: sign, values: [given(right)] };
}

function checkParameter(value: Value, part: KeyPart, isHash: boolean): void {
  if (typeOf(value) !== part.type) throw wrongParameter('Condition parameter type does not match schema type');
  checkKeyValue(value, part, isHash);
}

const ALL: Range['within'] = (rows) => [0, rows.length];

function bounds({ by, values }: Asked): Range['within'] {
  const [first, second] = values.map(orderPart) as [string, string | undefined];
  const lower = (rows: readonly Row[]) => notBefore(rows, ended(first));
  const upper = (rows: readonly Row[], part = first) => behind(rows, `${ended(part)}${LAST}`);
  const all: Readonly<Record<Asked['by'], Range['within']>> = {
    '=': (rows) => [lower(rows), upper(rows)],
    '<': (rows) => [0, lower(rows)],
    '<=': (rows) => [0, upper(rows)],
    '>': (rows) => [upper(rows), rows.length],
    '>=': (rows) => [lower(rows), rows.length],
    between: (rows) => [lower(rows), upper(rows, second)],
    begins_with: (rows) => [notBefore(rows, first), notBefore(rows, `${first}${LAST}`)],
  };
  return all[by];
}

/** @throws Refusal where it is no condition on these keys */
export function rangeOf(condition: Condition, values: Values, keys: Keys): Range {
  const all = conditionsOf(condition).map((one) => asked(one, values));
  if (new Set(all.map(({ name }) => name)).size < all.length)
    throw invalid('KeyConditionExpressions must only contain one condition per key');
  if (all.length > 2) throw invalid('Conditions can be of length 1 or 2 only');
  const hash = all.find(({ name }) => name === keys.hash.name);
  if (!hash) throw invalid(`Query condition missed key schema element: ${keys.hash.name}`);
  if (hash.by !== '=') throw invalid('Query key condition not supported');
  checkParameter(hash.values[0]!, keys.hash, true);
  const range = all.find((one) => one !== hash);
  if (!range) return { hash: hash.values[0]!, within: ALL };
  if (range.name !== keys.range?.name)
    throw invalid(`Query condition missed key schema element: ${keys.range?.name ?? keys.hash.name}`);
  for (const value of range.values) checkParameter(value, keys.range, false);
  return { hash: hash.values[0]!, within: bounds(range) };
}
