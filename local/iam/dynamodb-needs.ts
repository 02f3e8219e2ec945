/**
 * What a request to DynamoDB needs (AWS: Actions, resources, and condition keys for Amazon DynamoDB): an action for each item of a transaction,
 * the partition keys as dynamodb:LeadingKeys, and the use of the table's key in the caller's name.
 */
import { ACCOUNT } from '../aws/names.ts';
import { type Account, type DescribedTable, keyNeeds, withTls } from './account.ts';
import type { Need } from './judge.ts';
import { insertedKey } from './partiql.ts';

/** An item or key as DynamoDB writes it: attribute -> {S: text}. */
type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Input = Readonly<Record<string, unknown>> & { readonly TableName?: string };
/** Part of a request: what is done to which partition keys of which table. */
type Part = {
  readonly action: string;
  readonly table: DescribedTable & { readonly name: string };
  readonly index?: string | undefined;
  readonly keys?: readonly string[];
  readonly said?: Readonly<Record<string, string | undefined>>;
};
type Tables = Account['tables'];

/** Why a request can't be judged. Such a request is refused. */
const unknown = (what: string): never => {
  throw new Error(`The embedded deployment can't judge ${what}.`);
};

function tableOf(tables: Tables, name: unknown): Part['table'] {
  const table = tables.get(String(name).split('/').at(-1)!) ?? unknown(`a request to the table ${String(name)}`);
  return { ...table, name: String(name) };
}

function keyText(value: Readonly<Record<string, unknown>> | undefined): string {
  const [text] = Object.values(value ?? {});
  return typeof text === 'string' ? text : unknown('a partition key that is no text');
}

/** The value that a Query asks the partition key to equal. */
function queriedKey(partition: string, input: Input): string {
  const {
    KeyConditionExpression,
    ExpressionAttributeNames: names = {},
    ExpressionAttributeValues: values = {},
  } = input;
  for (const [, name = '', value = ''] of String(KeyConditionExpression).matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/gu))
    if ((name.startsWith('#') ? (names as Record<string, string>)[name] : name) === partition)
      return keyText((values as Item)[value]);
  return unknown('a Query without an expression on its partition key');
}

const selected = ({ Select, ProjectionExpression, IndexName }: Input): string => {
  if (typeof Select === 'string') return Select;
  if (ProjectionExpression !== undefined) return 'SPECIFIC_ATTRIBUTES';
  return IndexName === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES';
};

type Reader = (input: Input, tables: Tables) => Part[];
/** A request about one item, by its key or the item itself. */
const one =
  (action: string, at: 'Key' | 'Item'): Reader =>
  (input, tables) => {
    const table = tableOf(tables, input.TableName);
    const keys = [keyText((input[at] as Item | undefined)?.[table.partition])];
    const returned =
      action === 'GetItem' || action === 'ConditionCheckItem' ? undefined : (input['ReturnValues'] ?? 'NONE');
    const select = action === 'GetItem' ? selected(input) : undefined;
    return [{ action, table, keys, said: { returnvalues: returned as string | undefined, select } }];
  };

const ITEMS: Readonly<Record<string, Reader>> = {
  Get: one('GetItem', 'Key'),
  Put: one('PutItem', 'Item'),
  Update: one('UpdateItem', 'Key'),
  Delete: one('DeleteItem', 'Key'),
  ConditionCheck: one('ConditionCheckItem', 'Key'),
};

const transaction =
  (operation: string): Reader =>
  ({ TransactItems }, tables) =>
    (TransactItems as Record<string, Input>[]).flatMap((item) =>
      Object.entries(item).flatMap(([kind, input]) =>
        (ITEMS[kind] ?? unknown(`the part ${kind} of a transaction`))(input, tables).map((part) => ({
          ...part,
          said: { ...part.said, enclosingoperation: operation },
        })),
      ),
    );

type Statement = { Statement: string; Parameters?: readonly Readonly<Record<string, unknown>>[] };
const inserts = (statements: readonly Statement[], tables: Tables, operation?: string): Part[] =>
  statements.map((statement) => {
    const { table: name, item } = insertedKey(statement.Statement) ?? unknown('a PartiQL statement other than INSERT');
    const table = tableOf(tables, name);
    const at = item.indexOf(table.partition);
    const keys = [keyText(statement.Parameters?.[at])];
    return { action: 'PartiQLInsert', table, keys, said: { enclosingoperation: operation } };
  });

const read =
  (action: 'Query' | 'Scan'): Reader =>
  (input, tables) => {
    const table = tableOf(tables, input.TableName);
    const index = input['IndexName'] as string | undefined;
    const partition = index === undefined ? table.partition : table.indexes.get(index);
    const keys = action === 'Scan' ? [] : [queriedKey(partition ?? unknown(`the index ${index}`), input)];
    return [{ action, table, index, keys, said: { select: selected(input) } }];
  };

const READERS: Readonly<Record<string, Reader>> = {
  GetItem: ITEMS['Get']!,
  PutItem: ITEMS['Put']!,
  UpdateItem: ITEMS['Update']!,
  DeleteItem: ITEMS['Delete']!,
  Query: read('Query'),
  Scan: read('Scan'),
  BatchGetItem: ({ RequestItems }, tables) =>
    Object.entries(RequestItems as Record<string, { Keys: Item[] }>).map(([name, { Keys }]) => {
      const table = tableOf(tables, name);
      return { action: 'BatchGetItem', table, keys: Keys.map((key) => keyText(key[table.partition])) };
    }),
  BatchWriteItem: ({ RequestItems }, tables) => {
    type Write = { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } };
    return Object.entries(RequestItems as Record<string, Write[]>).map(([name, writes]) => {
      const table = tableOf(tables, name);
      const keys = writes.map(({ PutRequest, DeleteRequest }) =>
        keyText((PutRequest?.Item ?? DeleteRequest?.Key)?.[table.partition]),
      );
      return { action: 'BatchWriteItem', table, keys };
    });
  },
  TransactWriteItems: transaction('TransactWriteItems'),
  TransactGetItems: transaction('TransactGetItems'),
  ExecuteStatement: (input, tables) => inserts([input as unknown as Statement], tables),
  BatchExecuteStatement: ({ Statements }, tables) => inserts(Statements as Statement[], tables),
  ExecuteTransaction: ({ TransactStatements }, tables) =>
    inserts(TransactStatements as Statement[], tables, 'ExecuteTransaction'),
};

function needOf({ action, table, index, keys = [], said = {} }: Part): Need {
  const resource = index === undefined ? table.arn : `${table.arn}/index/${index}`;
  const context: Record<string, readonly string[] | undefined> = {};
  for (const [name, value] of Object.entries(said)) if (value !== undefined) context[`dynamodb:${name}`] = [value];
  if (keys.length > 0) context['dynamodb:leadingkeys'] = [...new Set(keys)];
  return { action: `dynamodb:${action}`, resource, context: withTls(context) };
}

/** AWS: Encryption at rest, using AWS KMS with DynamoDB. */
const keyContext = (table: Part['table']) => ({
  'aws:dynamodb:tableName': table.arn.split('/').at(-1)!,
  'aws:dynamodb:subscriberId': ACCOUNT,
});

/** @param operation such as PutItem @throws Error where the request can't be judged */
export function dynamoDbNeeds(operation: string, input: unknown, { tables }: Pick<Account, 'tables'>): Need[] {
  const reader = Object.hasOwn(READERS, operation) ? READERS[operation]! : unknown(`DynamoDB's ${operation}`);
  const parts = reader(input as Input, tables);
  const touched = new Map(parts.map(({ table }) => [table.arn, table]));
  return [
    ...parts.map(needOf),
    ...[...touched.values()].flatMap((table) => keyNeeds(table.key, ['Decrypt'], 'dynamodb', keyContext(table))),
  ];
}
