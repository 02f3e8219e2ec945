/** What writes to one item: put, update, delete, or only a condition on it. Single writes, batches and transactions are made of these. */
import { type Bound, bind } from './bindings.ts';
import { updated } from './change.ts';
import { invalid, Refusal, wrongParameter } from './refusals.ts';
import { flagIn, objectIn, type Request, textIn, wordIn } from './requests.ts';
import { checkedKey, checkIndexFilled, checkIndexTypes, checkKeyOf, partsOf } from './schema.ts';
import type { Table } from './table.ts';
import { holds } from './truth.ts';
import { checkedItem, type Item, sizeOfItem } from './values.ts';

export type Kind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
export type Act = {
  readonly kind: Kind;
  readonly table: Table;
  readonly key: Item;
  /** Of a put. */
  readonly item?: Item | undefined;
  readonly bound: Bound;
  /** Whether a condition that failed answers with the item. */
  readonly shows: boolean;
};

const MOST_BYTES = 400 * 1024;
const EXPRESSIONS = {
  Put: ['ConditionExpression'],
  Update: ['UpdateExpression', 'ConditionExpression'],
  Delete: ['ConditionExpression'],
  ConditionCheck: ['ConditionExpression'],
} as const;

/** What can be checked of an act without its table. */
export type Draft = {
  readonly kind: Kind;
  /** By which IAM knows it; without: the one of the kind. */
  readonly action?: string;
  readonly tableName: string;
  readonly item?: Item | undefined;
  readonly key?: unknown;
  readonly bound: Bound;
  readonly shows: boolean;
};

export function tableNameIn(request: Request): string {
  const name = textIn(request, 'TableName');
  if (name === undefined)
    throw invalid("Value null at 'tableName' failed to satisfy constraint: Member must not be null");
  return name;
}

/** @throws Refusal */
export function drafted(kind: Kind, request: Request): Draft {
  const tableName = tableNameIn(request);
  const shows = wordIn(request, 'ReturnValuesOnConditionCheckFailure', ['NONE', 'ALL_OLD']) === 'ALL_OLD';
  const bound = bind(request, EXPRESSIONS[kind]);
  if (kind === 'ConditionCheck' && !bound.condition)
    throw invalid("Value null at 'conditionExpression' failed to satisfy constraint: Member must not be null");
  if (kind !== 'Put') return { kind, tableName, key: objectIn(request, 'Key'), bound, shows };
  const item = checkedItem(objectIn(request, 'Item'));
  if (sizeOfItem(item) > MOST_BYTES) throw invalid('Item size has exceeded the maximum allowed size');
  return { kind, tableName, item, bound, shows };
}

const ACTIONS: Readonly<Record<Kind, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** @throws Refusal where the table's policy denies it, or its keys are others */
export function onTable({ kind, action = ACTIONS[kind], item, key, bound, shows }: Draft, table: Table): Act {
  const { keys, indexes, denied } = table.definition;
  if (denied.has(action))
    throw new Refusal('AccessDeniedException', `dynamodb:${action} is denied by the table's resource-based policy`);
  const names = partsOf(keys).map(({ name }) => name);
  if (item) {
    checkKeyOf(item, keys);
    checkIndexFilled(item, indexes);
    checkIndexTypes(item, indexes);
    const own = Object.fromEntries(names.map((name) => [name, item[name]!]));
    return { kind, table, key: own, item, bound, shows };
  }
  for (const [name] of bound.update?.paths ?? [])
    if (names.includes(name))
      throw wrongParameter(`Cannot update attribute ${name}. This attribute is part of the key`);
  return { kind, table, key: checkedKey(key, keys), bound, shows };
}

/** A condition that does not hold. */
const conditionFailed = (item: Item | undefined): Refusal =>
  new Refusal('ConditionalCheckFailedException', 'The conditional request failed', item ? { Item: item } : {});

/** What is in the act's place afterwards, if it is done now: undefined for nothing. @throws Refusal; nothing is written */
export function outcome(act: Act): { readonly before: Item | undefined; readonly after: Item | undefined } {
  const { kind, table, key, bound, shows } = act;
  const before = table.get(key)?.item;
  if (bound.condition && !holds(bound.condition, before ?? {}, bound.values))
    throw conditionFailed(shows ? before : undefined);
  if (kind === 'ConditionCheck') return { before, after: before };
  if (kind === 'Delete') return { before, after: undefined };
  if (act.item) return { before, after: act.item };
  const after = bound.update ? updated(before ?? key, bound.update, bound.values) : (before ?? key);
  if (after !== before) {
    checkIndexFilled(after, table.definition.indexes);
    checkIndexTypes(after, table.definition.indexes);
    if (sizeOfItem(after) > MOST_BYTES) throw invalid('Item size to update has exceeded the maximum allowed size');
  }
  return { before, after };
}

export const consistentIn = (request: Request): boolean => flagIn(request, 'ConsistentRead');
