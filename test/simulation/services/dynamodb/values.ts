/** DynamoDB's values as the wire has them, checked once when they come in: numbers are plain from then on. */
import { compareNumbers, orderOfNumber, plainNumber, sizeOfNumber } from './numbers.ts';
import { invalid, malformed, NotSimulated, wrongParameter } from './refusals.ts';

export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly Value[] }
  | { readonly M: Item }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] };
export type Item = Readonly<Record<string, Value>>;
export type Type = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'L' | 'M' | 'SS' | 'NS' | 'BS';

export const TYPES: ReadonlySet<string> = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS']);
const DEEPEST = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

export function typeOf(value: Value): Type {
  for (const type in value) return type as Type;
  throw new Error('A value without a type was not checked');
}
/** What a value holds, whatever its type. */
export const contentOf = (value: Value): unknown => (value as unknown as Record<string, unknown>)[typeOf(value)];
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function text(content: unknown, type: string): string {
  if (typeof content !== 'string') throw malformed(`${typeof content} cannot be converted to String (${type})`);
  return content;
}

function bytes(content: unknown): string {
  const encoded = text(content, 'B');
  if (!BASE64.test(encoded)) throw malformed('invalid base64');
  return encoded;
}

function members(content: unknown, type: 'SS' | 'NS' | 'BS'): string[] {
  if (!Array.isArray(content)) throw malformed(`expected array for ${type}`);
  const one = { SS: (member: unknown) => text(member, type), NS: numberIn, BS: bytes }[type];
  const all = content.map(one);
  const name = { SS: 'string', NS: 'number', BS: 'binary' }[type];
  if (all.length === 0) throw wrongParameter(`An ${name} set  may not be empty`);
  if (new Set(all).size < all.length) throw wrongParameter(`Input collection [${all.join(', ')}] contains duplicates.`);
  return all;
}

const numberIn = (content: unknown): string => plainNumber(text(content, 'N'));

function tooDeep(): never {
  throw invalid(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}

/** A value from outside, with its numbers plain. @throws Refusal */
export function checkedValue(value: unknown, depth = 1): Value {
  if (!isObject(value)) throw malformed('expected an AttributeValue');
  const types = Object.keys(value).filter((type) => TYPES.has(type));
  if (types.length === 0)
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  if (types.length > 1)
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  const type = types[0] as Type;
  const content = value[type];
  if (depth > DEEPEST) tooDeep();
  switch (type) {
    case 'S':
      text(content, type);
      return value as Value;
    case 'N': {
      const plain = numberIn(content);
      return plain === content ? (value as Value) : { N: plain };
    }
    case 'B':
      return { B: bytes(content) };
    case 'BOOL':
      if (typeof content !== 'boolean') throw malformed('expected boolean for BOOL');
      return { BOOL: content };
    case 'NULL':
      if (content !== true) throw wrongParameter('Null attribute value types must have the value of true');
      return { NULL: true };
    case 'L':
      if (!Array.isArray(content)) throw malformed('expected array for L');
      return { L: content.map((one) => checkedValue(one, depth + 1)) };
    case 'M':
      return { M: checkedItem(content, depth + 1) };
    case 'SS':
      return { SS: members(content, type) };
    case 'NS':
      return { NS: members(content, type) };
    case 'BS':
      return { BS: members(content, type) };
  }
}

/** An item, or the map of a value, from outside. @throws Refusal */
export function checkedItem(item: unknown, depth = 1): Item {
  if (!isObject(item)) throw malformed('expected a map of AttributeValue');
  const checked: Record<string, Value> = {};
  for (const name of Object.keys(item)) {
    if (name === '') throw invalid('Empty attribute name');
    if (name === '__proto__') throw new NotSimulated('an attribute named __proto__');
    checked[name] = checkedValue(item[name], depth);
  }
  return checked;
}

const sameMembers = (left: readonly string[], right: readonly string[]): boolean => {
  if (left.length !== right.length) return false;
  const all = new Set(left);
  return right.every((member) => all.has(member));
};

export function sameItem(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && sameValue(left[name]!, right[name]!));
}

/** Numbers by value, sets whatever their order. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  if ('M' in left && 'M' in right) return sameItem(left.M, right.M);
  if ('L' in left && 'L' in right)
    return left.L.length === right.L.length && left.L.every((one, at) => sameValue(one, right.L[at]!));
  const [a, b] = [contentOf(left), contentOf(right)];
  return Array.isArray(a) ? sameMembers(a as string[], b as string[]) : a === b;
}

/** Text whose code units sort as the bytes of the UTF-8 do. */
const orderOfText = (plain: string): string =>
  Buffer.byteLength(plain) === plain.length ? plain : Buffer.from(plain).toString('latin1');

/** Text that sorts as values of this type do, or undefined where the type has no order. */
export function orderOf(value: Value): string | undefined {
  if ('S' in value) return orderOfText(value.S);
  if ('N' in value) return orderOfNumber(value.N);
  if ('B' in value) return Buffer.from(value.B, 'base64').toString('latin1');
  return undefined;
}

/** Below 0: `left` is smaller; undefined: these two can't be compared. */
export function compare(left: Value, right: Value): number | undefined {
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if (typeOf(left) !== typeOf(right)) return undefined;
  const [a, b] = [orderOf(left), orderOf(right)];
  if (a === undefined || b === undefined) return undefined;
  return a === b ? 0 : a < b ? -1 : 1;
}

const sizeOfBytes = (base64: string): number => Buffer.byteLength(base64, 'base64');
const total = (sizes: readonly number[]): number => sizes.reduce((all, one) => all + one, 0);

/** In bytes, as DynamoDB counts it. */
function sizeOfValue(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return sizeOfNumber(value.N);
  if ('B' in value) return sizeOfBytes(value.B);
  if ('L' in value) return 3 + total(value.L.map((one) => 1 + sizeOfValue(one)));
  if ('M' in value) return 3 + Object.keys(value.M).length + sizeOfItem(value.M);
  if ('SS' in value) return total(value.SS.map((one) => Buffer.byteLength(one)));
  if ('NS' in value) return total(value.NS.map(sizeOfNumber));
  if ('BS' in value) return total(value.BS.map(sizeOfBytes));
  return 1;
}

/** In bytes, names included. */
export function sizeOfItem(item: Item): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + sizeOfValue(item[name]!);
  return size;
}
