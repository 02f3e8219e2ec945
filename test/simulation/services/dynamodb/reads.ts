/** Query and Scan: pages of a partition, or of a table or an index. */
import { consistentIn, tableNameIn } from './acts.ts';
import { type Bound, bind } from './bindings.ts';
import { Capacity, readUnits } from './capacity.ts';
import { project } from './projections.ts';
import { rangeOf } from './ranges.ts';
import { invalid, wrongParameter } from './refusals.ts';
import { checkParameters, flagIn, numberIn, type Request, textIn, wordIn } from './requests.ts';
import { checkKeyOf, type Index, type Keys, orderPart, partsOf, placeIn, placeOf } from './schema.ts';
import { behind, notBefore, type Place, type Row, type Store } from './store.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';
import { holds, pathsIn } from './truth.ts';
import { checkedItem, type Item } from './values.ts';

const SELECTS = ['', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'] as const;
const MOST_SEGMENTS = 1_000_000;

/** What a page is read from. */
type Reading = {
  readonly request: Request;
  readonly table: Table;
  readonly index: Index | undefined;
  readonly bound: Bound;
  readonly consistent: boolean;
  readonly start: Place | undefined;
  readonly store: Store;
};

const invalidStart = () => invalid('The provided starting key is invalid');

function startIn(request: Request, keys: Keys, index: Index | undefined): Place | undefined {
  const given = request['ExclusiveStartKey'];
  if (given === undefined || given === null) return undefined;
  const key = checkedItem(given);
  const names = new Set([...partsOf(keys), ...(index ? partsOf(index.keys) : [])].map(({ name }) => name));
  if (Object.keys(key).length !== names.size || !Object.keys(key).every((name) => names.has(name)))
    throw invalidStart();
  checkKeyOf(key, keys);
  if (!index) return placeOf(key, keys);
  checkKeyOf(key, index.keys);
  return placeIn(key, index.keys, keys);
}

/** An index answers with what it holds, and nothing is fetched from the table. */
function checkProjected(index: Index, keys: Keys, bound: Bound, select: string): void {
  if (!index.projected) return;
  if (select === 'ALL_ATTRIBUTES')
    throw wrongParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  const held = new Set([...index.projected, ...[...partsOf(keys), ...partsOf(index.keys)].map(({ name }) => name)]);
  const lacks = (paths: readonly (readonly [string, ...unknown[]])[]) =>
    paths.map(([name]) => name).filter((name) => !held.has(name));
  const wanted = lacks(bound.projection ?? []);
  if (wanted.length > 0)
    throw wrongParameter(`Global secondary index ${index.name} does not project [${wanted.join(', ')}]`);
  const filtered = lacks(bound.filter ? pathsIn(bound.filter) : []);
  if (filtered.length > 0)
    throw wrongParameter(
      `Secondary index ${index.name} does not project one or more filter attributes: [${filtered.join(', ')}]`,
    );
}

function checkSelect(select: (typeof SELECTS)[number], bound: Bound): void {
  if (bound.projection && select !== '' && select !== 'SPECIFIC_ATTRIBUTES')
    throw invalid(
      select === 'COUNT'
        ? 'Cannot specify the ProjectionExpression when choosing to get only the Count'
        : `Cannot specify the ProjectionExpression when choosing to get ${select}`,
    );
  if (select === 'SPECIFIC_ATTRIBUTES' && !bound.projection)
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
}

function reading(request: Request, bound: Bound, tables: Tables): Reading {
  const select = wordIn(request, 'Select', SELECTS);
  const indexName = textIn(request, 'IndexName');
  const consistent = consistentIn(request);
  checkSelect(select, bound);
  const table = tables.get(tableNameIn(request));
  const index = indexName === undefined ? undefined : table.index(indexName);
  if (indexName !== undefined && !index) throw invalid(`The table does not have the specified index: ${indexName}`);
  if (index && consistent) throw invalid('Consistent reads are not supported on global secondary indexes');
  if (!index && select === 'ALL_PROJECTED_ATTRIBUTES')
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  if (index) checkProjected(index, table.definition.keys, bound, select);
  const start = startIn(request, table.definition.keys, index);
  return { request, table, index, bound, consistent, start, store: table.reading(indexName, consistent) };
}

/** Reads rows until a page is full. */
function page({ request, table, index, bound, consistent }: Reading, rows: Iterable<Row>): object {
  const capacity = new Capacity(request);
  const limit = numberIn(request, 'Limit', 1, Number.MAX_SAFE_INTEGER) ?? Number.POSITIVE_INFINITY;
  const counting = request['Select'] === 'COUNT';
  const items: Item[] = [];
  let [scanned, count, bytes] = [0, 0, 0];
  let last: Row | undefined;
  let more = false;
  for (const row of rows) {
    if (scanned > 0 && bytes + row.size > table.options.pageBytes) {
      more = true;
      break;
    }
    scanned += 1;
    bytes += row.size;
    last = row;
    if (!bound.filter || holds(bound.filter, row.item, bound.values)) {
      count += 1;
      if (!counting) items.push(bound.projection ? project(row.item, bound.projection) : row.item);
    }
    if (scanned === limit) {
      more = true;
      break;
    }
  }
  const { name, keys } = table.definition;
  capacity.read(name, readUnits(bytes, consistent), index?.name);
  const parts = [...partsOf(keys), ...(index ? partsOf(index.keys) : [])];
  const LastEvaluatedKey = more && Object.fromEntries(parts.map((part) => [part.name, last!.item[part.name]!]));
  return {
    ...(counting ? {} : { Items: items }),
    Count: count,
    ScannedCount: scanned,
    ...(LastEvaluatedKey ? { LastEvaluatedKey } : {}),
    ...capacity.one,
  };
}

const READ =
  'TableName IndexName ConsistentRead FilterExpression ProjectionExpression ExpressionAttributeNames ExpressionAttributeValues ExclusiveStartKey Limit Select ReturnConsumedCapacity';

export function query(request: Request, tables: Tables): object {
  checkParameters(request, 'Query', `KeyConditionExpression ScanIndexForward ${READ}`);
  const bound = bind(request, ['KeyConditionExpression', 'FilterExpression', 'ProjectionExpression']);
  if (!bound.keys)
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const read = reading(request, bound, tables);
  const keys = read.index?.keys ?? read.table.definition.keys;
  const own = new Set(partsOf(keys).map(({ name }) => name));
  for (const [name] of bound.filter ? pathsIn(bound.filter) : [])
    if (own.has(name))
      throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`);
  const range = rangeOf(bound.keys, bound.values, keys);
  const rows = read.store.rows(orderPart(range.hash));
  let [from, to] = range.within(rows);
  const backwards = request['ScanIndexForward'] !== undefined && !flagIn(request, 'ScanIndexForward');
  if (read.start) {
    const place = notBefore(rows, read.start.sort);
    if (read.start.partition !== orderPart(range.hash) || place < from || place > to)
      throw invalid('The provided starting key is outside query boundaries based on provided conditions');
    if (backwards) to = Math.min(to, place);
    else from = Math.max(from, behind(rows, read.start.sort));
  }
  const part = rows.slice(from, to);
  return page(read, backwards ? part.reverse() : part);
}

export function scan(request: Request, tables: Tables): object {
  checkParameters(request, 'Scan', `Segment TotalSegments ${READ}`);
  const bound = bind(request, ['FilterExpression', 'ProjectionExpression']);
  const segment = numberIn(request, 'Segment', 0, MOST_SEGMENTS - 1);
  const segments = numberIn(request, 'TotalSegments', 1, MOST_SEGMENTS);
  if (segment === undefined && segments !== undefined)
    throw invalid(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  if (segment !== undefined && segments === undefined)
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  if (segment !== undefined && segment >= segments!)
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${segments}`,
    );
  const read = reading(request, bound, tables);
  return page(read, read.store.scan(read.start, segment ?? 0, segments ?? 1));
}
