/**
 * What a capability of a function allows: actions on what, under which conditions. Names stand for the resources, so that the roles
 * (infra/constructs/capabilities.ts) and docs/iam.md are made of the same.
 */
import { CAPABILITIES, type Capability, type CapabilityName } from './capabilities.ts';
import type { Conditions, Grant } from './grant.ts';
import { type ItemTable, type ItemUse, KINDS, type KindName, VERBS, type Verb } from './items.ts';

/** What is done to a kind of items, or one of CAPABILITIES. */
export type Use = ItemUse | CapabilityName;
export type Granted = { readonly variables: readonly string[]; readonly grants: readonly Grant[] };

/** The variable that names each table to a function. */
export const TABLE_VARIABLES: Readonly<Record<ItemTable, string>> = {
  directory: 'DIRECTORY_TABLE',
  search: 'SEARCH_TABLE',
  journeys: 'JOURNEYS_TABLE',
  operations: 'OPERATIONS_TABLE',
  auditOutbox: 'AUDIT_OUTBOX_TABLE',
  audit: 'AUDIT_TABLE',
};

type OnItems = {
  readonly table: ItemTable;
  readonly index?: string;
  readonly keys: readonly string[];
  readonly action: string;
};

const isKind = (name: string): name is KindName => Object.hasOwn(KINDS, name);
const isVerb = (name: string): name is Verb => Object.hasOwn(VERBS, name);
const isCapability = (name: string): name is CapabilityName => Object.hasOwn(CAPABILITIES, name);

/** @throws Error where a use names neither a kind with its verbs nor a capability */
function itemsOf(use: string): OnItems[] {
  const [name = '', verbs = ''] = use.split(':');
  if (!isKind(name)) throw new Error(`infra/rights knows no ${use}.`);
  const kind = KINDS[name];
  return verbs.split('+').map((verb) => {
    if (!isVerb(verb)) throw new Error(`infra/rights/items.ts knows no verb ${verb} of ${use}.`);
    if (!('index' in kind)) return { table: kind.table, keys: kind.keys, action: VERBS[verb] };
    if (verb !== 'list') throw new Error(`An index is listed, and nothing else: ${use}.`);
    return { table: kind.table, index: kind.index, keys: [], action: VERBS[verb] };
  });
}

/**
 * `ForAllValues` is true where there is no key at all. DynamoDB gives the keys of each request for items (of a batch: all of them); a
 * request that came without would be refused (AWS: "Using IAM policy conditions for fine-grained access control", `dynamodb:LeadingKeys`).
 */
const onKeys = (keys: readonly string[]): Conditions => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

const READING: ReadonlySet<string> = new Set([VERBS.get, VERBS.getMany, VERBS.list]);

/** One grant for all the actions that reach the same items of a table. */
function grantsOnItems(items: readonly OnItems[]): Grant[] {
  const byAction = Map.groupBy(items, ({ table, index = '', action }) => `${table}/${index} ${action}`);
  const byKeys = Map.groupBy(byAction.values(), (of) => {
    const keys = [...new Set(of.flatMap(({ keys: some }) => some))].sort();
    return JSON.stringify([of[0]!.table, of[0]!.index, keys]);
  });
  return [...byKeys].map(([id, of]) => {
    const [table, index, keys] = JSON.parse(id) as [string, string | null, string[]];
    return {
      actions: of.map(([first]) => first!.action).sort(),
      on: [index === null ? `table/${table}` : `index/${table}/${index}`],
      ...(index === null ? { conditions: onKeys(keys) } : {}),
    };
  });
}

/** DynamoDB opens a table with its key in the caller's name (AWS: "DynamoDB encryption at rest usage notes"). */
function keyOfTables(items: readonly OnItems[]): Grant[] {
  if (items.length === 0) return [];
  const writes = items.some(({ action }) => !READING.has(action));
  const actions = ['kms:Decrypt', 'kms:DescribeKey', ...(writes ? ['kms:Encrypt', 'kms:GenerateDataKey'] : [])];
  return [{ actions, on: ['key/data'], via: ['dynamodb'] }];
}

/** Those on the same things, under the same conditions, together. */
function merged(grants: readonly Grant[]): Grant[] {
  const alike = Map.groupBy(grants, ({ on, conditions, via }) => JSON.stringify([on, conditions, via]));
  return [...alike.values()].map((of) => ({
    ...of[0]!,
    actions: [...new Set(of.flatMap(({ actions }) => actions))].sort(),
  }));
}

/** All that a function with these capabilities may do, and the variables that say where. */
export function grantedBy(uses: readonly Use[]): Granted {
  const named: readonly Capability[] = uses.filter(isCapability).map((name) => CAPABILITIES[name]);
  const onItems = [...uses.filter((use) => !isCapability(use)), ...named.flatMap(({ items = [] }) => items)].flatMap(
    itemsOf,
  );
  const variables = [
    ...onItems.map(({ table }) => TABLE_VARIABLES[table]),
    ...named.flatMap(({ variables: some = [] }) => some),
  ];
  const others = named.flatMap(({ grants = [] }) => grants);
  return {
    variables: [...new Set(variables)],
    grants: merged([...grantsOnItems(onItems), ...keyOfTables(onItems), ...others]),
  };
}
