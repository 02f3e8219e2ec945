/** What the keys of a table and of its indexes are made of. */
import { invalid, wrongParameter } from './refusals.ts';
import type { Place } from './store.ts';
import { checkedValue, type Item, isObject, orderOf, typeOf, type Value } from './values.ts';

type KeyType = 'S' | 'N' | 'B';
type KeyPart = { readonly name: string; readonly type: KeyType };
export type Keys = { readonly hash: KeyPart; readonly range?: KeyPart };
export type Index = {
  readonly name: string;
  readonly keys: Keys;
  /** The names that the index holds beside the keys; undefined: all. */
  readonly projected?: readonly string[];
};

const MOST_HASH_BYTES = 2048;
const MOST_RANGE_BYTES = 1024;

export const partsOf = ({ hash, range }: Keys): readonly KeyPart[] => (range ? [hash, range] : [hash]);

const isEmpty = (value: Value): boolean => ('S' in value && value.S === '') || ('B' in value && value.B === '');
const bytesOf = (value: Value): number =>
  'S' in value ? Buffer.byteLength(value.S) : 'B' in value ? Buffer.byteLength(value.B, 'base64') : 0;

/** A value that a key's part may have. @throws Refusal */
export function checkKeyValue(value: Value, { name, type }: KeyPart, isHash: boolean): void {
  if (typeOf(value) !== type)
    throw wrongParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
  if (isEmpty(value))
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value. Key: ${name}`,
    );
  if (bytesOf(value) > (isHash ? MOST_HASH_BYTES : MOST_RANGE_BYTES))
    throw wrongParameter(
      isHash
        ? 'Size of hashkey has exceeded the maximum size limit of2048 bytes'
        : 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
}

/** @throws Refusal where the item lacks a part of the key or has one that can't be a key */
export function checkKeyOf(item: Item, keys: Keys): void {
  for (const part of partsOf(keys)) {
    if (!Object.hasOwn(item, part.name)) throw wrongParameter(`Missing the key ${part.name} in the item`);
    checkKeyValue(item[part.name]!, part, part === keys.hash);
  }
}

/** A key as a request gives it: its parts and nothing else. @throws Refusal */
export function checkedKey(given: unknown, keys: Keys): Item {
  const parts = partsOf(keys);
  const wrong = () => invalid('The provided key element does not match the schema');
  if (!isObject(given)) throw wrong();
  const key = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, checkedValue(value)]));
  if (Object.keys(key).length !== parts.length || !parts.every(({ name }) => Object.hasOwn(key, name))) throw wrong();
  checkKeyOf(key, keys);
  return key;
}

/** The attributes of an item that are keys of an index; an item may lack any of them. */
function* indexKeys(item: Item, indexes: readonly Index[]) {
  for (const { name: index, keys } of indexes)
    for (const { name, type } of partsOf(keys))
      if (Object.hasOwn(item, name)) yield { index, name, type, value: item[name]! };
}

/** @throws Refusal where one of them is of another type than the index has */
export function checkIndexTypes(item: Item, indexes: readonly Index[]): void {
  for (const { index, name, type, value } of indexKeys(item, indexes))
    if (typeOf(value) !== type)
      throw wrongParameter(
        `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index}`,
      );
}

/** @throws Refusal where one of them is empty */
export function checkIndexFilled(item: Item, indexes: readonly Index[]): void {
  for (const { index, name, value } of indexKeys(item, indexes))
    if (isEmpty(value))
      throw invalid(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index}, IndexKey: ${name}`,
      );
}

/** Ends each part of a sort text: less than all that may follow in a longer part. */
const END = '\0\0';
/** Nothing in a part sorts behind this. */
export const LAST = '\uffff';

/** A value as a part of a sort text: without `END` in it. */
export const orderPart = (value: Value): string => orderOf(value)!.replaceAll('\0', '\0\x01');
export const ended = (part: string): string => `${part}${END}`;

/** Where an item with this key stands in its table. */
export const placeOf = (item: Item, { hash, range }: Keys): Place => ({
  partition: orderPart(item[hash.name]!),
  sort: range ? ended(orderPart(item[range.name]!)) : '',
});

/** Where an item stands in an index: undefined where it lacks a key of it. Equal ones stand in the order of the table's keys. */
export function placeIn(item: Item, index: Keys, table: Keys): Place | undefined {
  if (!partsOf(index).every(({ name }) => Object.hasOwn(item, name))) return undefined;
  const { partition, sort } = placeOf(item, index);
  const own = placeOf(item, table);
  return { partition, sort: `${sort}${ended(own.partition)}${own.sort}` };
}

/** What an index holds of an item. */
export function projected(item: Item, index: Index, table: Keys): Item {
  if (!index.projected) return item;
  const names = new Set([...partsOf(index.keys), ...partsOf(table)].map(({ name }) => name));
  for (const name of index.projected) names.add(name);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}
