/** GetItem, PutItem, UpdateItem, DeleteItem. */
import { consistentIn, drafted, type Kind, onTable, outcome, tableNameIn } from './acts.ts';
import { bind } from './bindings.ts';
import { Capacity, readUnits } from './capacity.ts';
import { at } from './paths.ts';
import { project } from './projections.ts';
import type { Path } from './reader.ts';
import { invalid } from './refusals.ts';
import { checkParameters, objectIn, type Request, wordIn } from './requests.ts';
import { checkedKey, placeOf } from './schema.ts';
import type { Tables } from './tables.ts';
import type { Item } from './values.ts';

export function getItem(request: Request, tables: Tables): object {
  checkParameters(
    request,
    'GetItem',
    'TableName Key ConsistentRead ProjectionExpression ExpressionAttributeNames ReturnConsumedCapacity',
  );
  const { projection } = bind(request, ['ProjectionExpression']);
  const given = objectIn(request, 'Key');
  const consistent = consistentIn(request);
  const capacity = new Capacity(request);
  const table = tables.get(tableNameIn(request));
  const { keys, name } = table.definition;
  const row = table.reading(undefined, consistent).get(placeOf(checkedKey(given, keys), keys));
  capacity.read(name, readUnits(row?.size ?? 0, consistent));
  const item = row && (projection ? project(row.item, projection) : row.item);
  return { ...(item ? { Item: item } : {}), ...capacity.one };
}

const WRITE =
  'TableName ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValues ReturnConsumedCapacity ReturnValuesOnConditionCheckFailure';
const RETURNS = ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] as const;

/** Of a list, the whole. */
function upToList(path: Path): Path {
  const place = path.findIndex((step) => typeof step === 'number');
  return place < 0 ? path : (path.slice(0, place) as unknown as Path);
}

/** What was changed, as it was or is. */
function changed(item: Item | undefined, paths: readonly Path[]): object {
  const present = paths.filter((path) => item && at(item, path) !== undefined).map(upToList);
  return present.length > 0 ? { Attributes: project(item!, present) } : {};
}

function write(kind: Kind, request: Request, tables: Tables): object {
  const returns = wordIn(request, 'ReturnValues', RETURNS);
  if (kind !== 'Update' && returns !== 'NONE' && returns !== 'ALL_OLD')
    throw invalid('ReturnValues can only be ALL_OLD or NONE');
  const capacity = new Capacity(request);
  const draft = drafted(kind, request);
  const act = onTable(draft, tables.get(draft.tableName));
  const { before, after } = outcome(act);
  act.table.write(act.key, after);
  capacity.write(act.table, before, after);
  const paths = act.bound.update?.paths ?? [];
  const answers: Readonly<Record<(typeof RETURNS)[number], () => object>> = {
    NONE: () => ({}),
    ALL_OLD: () => (before ? { Attributes: before } : {}),
    ALL_NEW: () => ({ Attributes: after }),
    UPDATED_OLD: () => changed(before, paths),
    UPDATED_NEW: () => changed(after, paths),
  };
  return { ...answers[returns](), ...capacity.one };
}

export function putItem(request: Request, tables: Tables): object {
  checkParameters(request, 'PutItem', `Item ${WRITE}`);
  return write('Put', request, tables);
}

export function updateItem(request: Request, tables: Tables): object {
  checkParameters(request, 'UpdateItem', `Key UpdateExpression ${WRITE}`);
  return write('Update', request, tables);
}

export function deleteItem(request: Request, tables: Tables): object {
  checkParameters(request, 'DeleteItem', `Key ${WRITE}`);
  return write('Delete', request, tables);
}
