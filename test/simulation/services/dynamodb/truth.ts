/** Whether a condition holds for an item, and whether its operands are of types that DynamoDB takes. */
import type { Condition, Operand, Sign } from './conditions.ts';
import { at } from './paths.ts';
import type { Path } from './reader.ts';
import { invalid } from './refusals.ts';
import { compare, contentOf, type Item, sameValue, TYPES, typeOf, type Value } from './values.ts';

export type Values = Readonly<Record<string, Value>>;

/** Conditions within a condition, itself first. */
function* partsOf(condition: Condition): Generator<Condition> {
  yield condition;
  if (condition.is === 'not') yield* partsOf(condition.of);
  if (condition.is === 'and' || condition.is === 'or') {
    yield* partsOf(condition.left);
    yield* partsOf(condition.right);
  }
}

function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.is) {
    case 'compare':
    case 'begins_with':
    case 'contains':
      return [condition.left, condition.right];
    case 'between':
      return [condition.left, condition.low, condition.high];
    case 'in':
      return [condition.left, ...condition.list];
    case 'type':
      return [condition.left, condition.type];
    case 'exists':
      return [{ is: 'path', path: condition.path }];
    default:
      return [];
  }
}

/** Every attribute that a condition asks for. */
export function pathsIn(condition: Condition): Path[] {
  const paths: Path[] = [];
  for (const part of partsOf(condition))
    for (let operand of operandsOf(part)) {
      while (operand.is === 'size') operand = operand.of;
      if (operand.is === 'path') paths.push(operand.path);
    }
  return paths;
}

/** The type that is known before there is an item. */
const knownType = (operand: Operand, values: Values): string | undefined =>
  operand.is === 'value' ? typeOf(values[operand.value]!) : operand.is === 'size' ? 'N' : undefined;

const ORDERED: ReadonlySet<string> = new Set(['S', 'N', 'B']);
const BY_PREFIX: ReadonlySet<string> = new Set(['S', 'B']);
const WITHOUT_SIZE: ReadonlySet<string> = new Set(['N', 'BOOL', 'NULL']);

/** @throws Refusal where an operand's type is known and is none that the operator takes */
export function checkTypes(condition: Condition, values: Values, what: string): void {
  const fail = (problem: string) => invalid(`Invalid ${what}: ${problem}`);
  const refuse = (operator: string, type: string) =>
    fail(`Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`);
  const demand = (operator: string, allowed: ReadonlySet<string>, ...operands: Operand[]) => {
    for (const operand of operands) {
      const type = knownType(operand, values);
      if (type !== undefined && !allowed.has(type)) throw refuse(operator, type);
    }
  };
  for (const part of partsOf(condition)) {
    for (const operand of operandsOf(part))
      if (operand.is === 'size') {
        const type = knownType(operand.of, values);
        if (type !== undefined && WITHOUT_SIZE.has(type)) throw refuse('size', type);
      }
    if (part.is === 'compare' && part.sign !== '=' && part.sign !== '<>')
      demand(part.sign, ORDERED, part.left, part.right);
    if (part.is === 'begins_with') demand(part.is, BY_PREFIX, part.left, part.right);
    if (part.is === 'between') checkBounds(part.low, part.high, values, fail, demand);
    if (part.is === 'type') {
      const name = part.type.is === 'value' ? values[part.type.value]! : undefined;
      if (!name || !('S' in name))
        throw refuse('attribute_type', knownType(part.type, values) ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
      if (!TYPES.has(name.S))
        throw fail(`Invalid attribute type name found; type: ${name.S}, valid types: {${[...TYPES].join(',')}}`);
    }
  }
}

function checkBounds(
  low: Operand,
  high: Operand,
  values: Values,
  fail: (problem: string) => Error,
  demand: (operator: string, allowed: ReadonlySet<string>, ...operands: Operand[]) => void,
): void {
  demand('BETWEEN', ORDERED, low, high);
  if (low.is !== 'value' || high.is !== 'value') return;
  const [lower, upper] = [values[low.value]!, values[high.value]!];
  const bound = (value: Value) => `AttributeValue: {${typeOf(value)}:${String(contentOf(value))}}`;
  const bounds = `lower bound operand: ${bound(lower)}, upper bound operand: ${bound(upper)}`;
  const order = compare(lower, upper);
  if (order === undefined)
    throw fail(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  if (order > 0)
    throw fail(`The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`);
}

function sizeOf(value: Value): number | undefined {
  // In UTF-16 units, as the engines have it.
  if ('S' in value) return value.S.length;
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('M' in value) return Object.keys(value.M).length;
  const content = contentOf(value);
  return Array.isArray(content) ? content.length : undefined;
}

function resolved(operand: Operand, item: Item, values: Values): Value | undefined {
  if (operand.is === 'path') return at(item, operand.path);
  if (operand.is === 'value') return values[operand.value];
  const of = resolved(operand.of, item, values);
  const size = of && sizeOf(of);
  return size === undefined ? undefined : { N: String(size) };
}

const ORDERS: Readonly<Record<Exclude<Sign, '=' | '<>'>, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function compared(sign: Sign, left: Value | undefined, right: Value | undefined): boolean {
  const same = left !== undefined && right !== undefined && sameValue(left, right);
  if (sign === '=') return same;
  // What is missing differs from every value.
  if (sign === '<>') return !same;
  if (left === undefined || right === undefined) return false;
  const order = compare(left, right);
  return order !== undefined && ORDERS[sign](order);
}

function beginsWith(left: Value, right: Value): boolean {
  if ('S' in left && 'S' in right) return left.S.startsWith(right.S);
  if (!('B' in left && 'B' in right)) return false;
  const prefix = Buffer.from(right.B, 'base64');
  return Buffer.from(left.B, 'base64').subarray(0, prefix.length).equals(prefix);
}

function contains(left: Value, right: Value): boolean {
  if ('S' in left && 'S' in right) return left.S.includes(right.S);
  if ('B' in left && 'B' in right) return Buffer.from(left.B, 'base64').includes(Buffer.from(right.B, 'base64'));
  if ('L' in left) return left.L.some((one) => sameValue(one, right));
  if ('SS' in left && 'S' in right) return left.SS.includes(right.S);
  if ('NS' in left && 'N' in right) return left.NS.includes(right.N);
  return 'BS' in left && 'B' in right && left.BS.includes(right.B);
}

/** @param item the empty item where there is none */
export function holds(condition: Condition, item: Item, values: Values): boolean {
  const of = (operand: Operand) => resolved(operand, item, values);
  switch (condition.is) {
    case 'and':
      return holds(condition.left, item, values) && holds(condition.right, item, values);
    case 'or':
      return holds(condition.left, item, values) || holds(condition.right, item, values);
    case 'not':
      return !holds(condition.of, item, values);
    case 'exists':
      return (at(item, condition.path) !== undefined) === condition.wanted;
    case 'compare':
      return compared(condition.sign, of(condition.left), of(condition.right));
    case 'between':
      return (
        compared('>=', of(condition.left), of(condition.low)) && compared('<=', of(condition.left), of(condition.high))
      );
    case 'in':
      return condition.list.some((one) => compared('=', of(condition.left), of(one)));
    case 'type': {
      const [left, type] = [of(condition.left), of(condition.type)];
      return left !== undefined && type !== undefined && typeOf(left) === contentOf(type);
    }
    default: {
      const [left, right] = [of(condition.left), of(condition.right)];
      if (left === undefined || right === undefined) return false;
      return condition.is === 'contains' ? contains(left, right) : beginsWith(left, right);
    }
  }
}
