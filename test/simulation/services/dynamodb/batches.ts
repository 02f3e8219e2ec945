/** BatchGetItem and BatchWriteItem: many items in one request, each for itself; some may be left for another time. */
import { type Act, drafted, onTable, outcome } from './acts.ts';
import { bind } from './bindings.ts';
import { Capacity, readUnits } from './capacity.ts';
import { project } from './projections.ts';
import { invalid } from './refusals.ts';
import { checkParameters, flagIn, objectIn, objectsIn, type Request } from './requests.ts';
import { checkedKey, type Keys, placeOf } from './schema.ts';
import type { Tables } from './tables.ts';
import type { Item } from './values.ts';

const MOST_READ = 100;
const MOST_WRITTEN = 25;
const MOST_BYTES = 16 * 1024 * 1024;

/** Of this many requests, those that are done now: the others are answered as unprocessed. */
export type Choose = (count: number) => ReadonlySet<number>;
const ALL: Choose = (count) => new Set(Array.from({ length: count }, (_one, index) => index));

export const idOf = (table: string, key: Item, keys: Keys): string => {
  const { partition, sort } = placeOf(key, keys);
  return JSON.stringify([table, partition, sort]);
};

/** @throws Refusal where two are the same */
export function checkDistinct(ids: readonly string[], problem: string): void {
  if (new Set(ids).size < ids.length) throw invalid(problem);
}
const DUPLICATES = 'Provided list of item keys contains duplicates';

export function batchGetItem(request: Request, tables: Tables, choose: Choose = ALL): object {
  checkParameters(request, 'BatchGetItem', 'RequestItems ReturnConsumedCapacity');
  const capacity = new Capacity(request);
  const asked = Object.entries(objectIn(request, 'RequestItems')).map(([tableName, one]) => {
    const of = objectIn({ [tableName]: one }, tableName);
    checkParameters(of, 'BatchGetItem', 'Keys ConsistentRead ProjectionExpression ExpressionAttributeNames');
    const { projection } = bind(of, ['ProjectionExpression']);
    return {
      tableName,
      of,
      projection,
      keys: objectsIn(of, 'Keys', MOST_READ),
      consistent: flagIn(of, 'ConsistentRead'),
    };
  });
  if (asked.length === 0) throw invalid('BatchGetItem must have some requests set');
  const wanted = asked.flatMap((one) => {
    const table = tables.get(one.tableName);
    const { keys } = table.definition;
    return one.keys.map((key) => ({ ...one, table, key: checkedKey(key, keys), given: key }));
  });
  if (wanted.length > MOST_READ) throw invalid('Too many items requested for the BatchGetItem call');
  checkDistinct(
    wanted.map(({ tableName, key, table }) => idOf(tableName, key, table.definition.keys)),
    DUPLICATES,
  );
  const now = choose(wanted.length);
  const Responses: Record<string, Item[]> = Object.fromEntries(asked.map(({ tableName }) => [tableName, []]));
  const left = new Map<string, Request & { Keys: unknown[] }>();
  let bytes = 0;
  for (const [index, { table, tableName, key, given, projection, consistent, of }] of wanted.entries()) {
    const row =
      now.has(index) && bytes <= MOST_BYTES
        ? table.reading(undefined, consistent).get(placeOf(key, table.definition.keys))
        : undefined;
    bytes += row?.size ?? 0;
    if (!now.has(index) || bytes > MOST_BYTES) {
      const rest = left.get(tableName) ?? { ...of, Keys: [] };
      rest.Keys.push(given);
      left.set(tableName, rest);
      continue;
    }
    capacity.read(tableName, readUnits(row?.size ?? 0, consistent));
    if (row) Responses[tableName]!.push(projection ? project(row.item, projection) : row.item);
  }
  return { Responses, UnprocessedKeys: Object.fromEntries(left), ...capacity.all() };
}

export function batchWriteItem(request: Request, tables: Tables, choose: Choose = ALL): object {
  checkParameters(request, 'BatchWriteItem', 'RequestItems ReturnConsumedCapacity');
  const capacity = new Capacity(request);
  const items = objectIn(request, 'RequestItems');
  const asked = Object.keys(items).flatMap((tableName) =>
    objectsIn(items, tableName, MOST_WRITTEN).map((one) => {
      const [kind, ...others] = ['PutRequest', 'DeleteRequest'].filter((name) => one[name] !== undefined);
      if (kind === undefined || others.length > 0)
        throw invalid(
          'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
        );
      const write = objectIn(one, kind);
      checkParameters(write, kind, kind === 'PutRequest' ? 'Item' : 'Key');
      return {
        given: one,
        draft: {
          ...drafted(kind === 'PutRequest' ? 'Put' : 'Delete', { ...write, TableName: tableName }),
          action: 'BatchWriteItem',
        },
      };
    }),
  );
  if (asked.length === 0) throw invalid('The batch write request list for a table cannot be null or empty');
  if (asked.length > MOST_WRITTEN) throw invalid('Too many items requested for the BatchWriteItem call');
  const acts = asked.map(({ given, draft }) => ({
    given,
    name: draft.tableName,
    act: onTable(draft, tables.get(draft.tableName)),
  }));
  checkDistinct(
    acts.map(({ name, act }) => idOf(name, act.key, act.table.definition.keys)),
    DUPLICATES,
  );
  const now = choose(acts.length);
  const UnprocessedItems: Record<string, unknown[]> = {};
  for (const [index, { act, name, given }] of acts.entries())
    if (now.has(index)) done(act, capacity);
    else {
      UnprocessedItems[name] ??= [];
      UnprocessedItems[name].push(given);
    }
  return { UnprocessedItems, ...capacity.all() };
}

/** Does one act. @throws Refusal */
export function done(act: Act, capacity: Capacity, times = 1): void {
  const { before, after } = outcome(act);
  if (act.kind !== 'ConditionCheck') act.table.write(act.key, after);
  capacity.write(act.table, before, after, times);
}
