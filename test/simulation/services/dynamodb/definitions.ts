/** CreateTable, DeleteTable, DescribeTable, ListTables, and time to live. */
import { tableNameIn } from './acts.ts';
import { invalid, malformed, NotSimulated, wrongParameter } from './refusals.ts';
import { checkParameters, flagIn, numberIn, objectIn, objectsIn, type Request, textIn, wordIn } from './requests.ts';
import type { Index, Keys } from './schema.ts';
import { viewTypeOf } from './streams.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';
import { isObject } from './values.ts';

const ARN = 'arn:aws:dynamodb:eu-central-1:000000000000:table/';
const NAME = /^[\w.-]{3,255}$/u;

function nameIn(request: Request, name: string): string {
  const given = textIn(request, name);
  if (given === undefined || !NAME.test(given))
    throw invalid(`Value '${given}' at '${name}' failed to satisfy constraint`);
  return given;
}

type Types = ReadonlyMap<string, 'S' | 'N' | 'B'>;

function keysIn(request: Request, types: Types): Keys {
  const parts = objectsIn(request, 'KeySchema', 2).map((part, index) => {
    const name = nameOf(part);
    const type = types.get(name);
    if (!type) throw wrongParameter(`Some index key attributes are not defined in AttributeDefinitions: ${name}`);
    if (part['KeyType'] !== (index === 0 ? 'HASH' : 'RANGE'))
      throw wrongParameter('Invalid KeySchema: HASH, then RANGE');
    return { name, type };
  });
  const [hash, range] = parts as [Keys['hash'], Keys['range']];
  return range ? { hash, range } : { hash };
}

function nameOf(part: Request): string {
  const name = textIn(part, 'AttributeName');
  if (!name) throw invalid('AttributeName is required');
  return name;
}

function indexOf(request: Request, types: Types): Index {
  checkParameters(request, 'GlobalSecondaryIndexes', 'IndexName KeySchema Projection ProvisionedThroughput');
  const projection = objectIn(request, 'Projection');
  const type = wordIn(projection, 'ProjectionType', ['ALL', 'KEYS_ONLY', 'INCLUDE']);
  const index = { name: nameIn(request, 'IndexName'), keys: keysIn(request, types) };
  if (type === 'ALL') return index;
  if (type === 'KEYS_ONLY') return { ...index, projected: [] };
  const projected = projection['NonKeyAttributes'];
  if (!Array.isArray(projected) || !projected.every((name) => typeof name === 'string'))
    throw malformed('expected an array as NonKeyAttributes');
  return { ...index, projected };
}

const TABLE =
  'TableName AttributeDefinitions KeySchema BillingMode ProvisionedThroughput GlobalSecondaryIndexes StreamSpecification SSESpecification DeletionProtectionEnabled Tags TableClass ResourcePolicy';
/** What a template's resource says beside that: backups have no effect here. */
const RESOURCE = `${TABLE} TimeToLiveSpecification PointInTimeRecoverySpecification`;
const ACTION = 'dynamodb:';

/** The actions that a policy on the table denies to everyone. Other statements are not simulated. */
function deniedBy(policy: unknown): ReadonlySet<string> {
  if (policy === undefined) return new Set();
  const { PolicyDocument } = policy as { PolicyDocument?: { Statement?: readonly Request[] } };
  return new Set(
    (PolicyDocument?.Statement ?? []).flatMap(({ Effect, Action, Condition }) => {
      const actions = [Action].flat().map(String);
      if (Effect !== 'Deny' || Condition || !actions.every((action) => action.startsWith(ACTION)))
        throw new NotSimulated('a policy on a table that does more than deny actions');
      return actions.map((action) => action.slice(ACTION.length));
    }),
  );
}

export function createTable(request: Request, tables: Tables): object {
  checkParameters(request, 'CreateTable', TABLE);
  return { TableDescription: described(made(request, tables)) };
}

/** A table by the properties of a template's resource, which hold its time to live and its policy too. */
export function createResource(properties: Request, tables: Tables): void {
  checkParameters(properties, 'AWS::DynamoDB::Table', RESOURCE);
  const table = made(properties, tables);
  const ends = properties['TimeToLiveSpecification'];
  if (isObject(ends) && ends['Enabled'] === true) table.timeToLive = nameOf(ends);
}

function made(request: Request, tables: Tables): Table {
  const name = nameIn(request, 'TableName');
  const types: Types = new Map(
    objectsIn(request, 'AttributeDefinitions', 100).map((one) => [
      nameOf(one),
      wordIn(one, 'AttributeType', ['S', 'N', 'B']),
    ]),
  );
  const keys = keysIn(request, types);
  const indexes = request['GlobalSecondaryIndexes'] ? objectsIn(request, 'GlobalSecondaryIndexes', 20) : [];
  const definition = {
    name,
    arn: `${ARN}${name}`,
    keys,
    indexes: indexes.map((one) => indexOf(one, types)),
    viewType: viewTypeOf(request['StreamSpecification']),
    denied: deniedBy(request['ResourcePolicy']),
    request,
  };
  return tables.create(definition);
}

function described({ definition, createdAt, figures, stream }: Table): object {
  const { name, arn, request } = definition;
  const GlobalSecondaryIndexes = ((request['GlobalSecondaryIndexes'] ?? []) as readonly Request[]).map((index) => ({
    IndexName: index['IndexName'],
    KeySchema: index['KeySchema'],
    Projection: index['Projection'],
    IndexStatus: 'ACTIVE',
    IndexArn: `${arn}/index/${String(index['IndexName'])}`,
    ItemCount: 0,
    IndexSizeBytes: 0,
  }));
  return {
    TableName: name,
    TableArn: arn,
    TableStatus: 'ACTIVE',
    KeySchema: request['KeySchema'],
    AttributeDefinitions: request['AttributeDefinitions'],
    CreationDateTime: createdAt / 1000,
    ItemCount: figures.items,
    TableSizeBytes: figures.bytes,
    BillingModeSummary: { BillingMode: request['BillingMode'] ?? 'PROVISIONED' },
    ...(GlobalSecondaryIndexes.length > 0 ? { GlobalSecondaryIndexes } : {}),
    ...(stream
      ? {
          StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
          LatestStreamArn: stream.arn,
        }
      : {}),
  };
}

export function describeTable(request: Request, tables: Tables): object {
  checkParameters(request, 'DescribeTable', 'TableName');
  return { Table: described(tables.get(tableNameIn(request))) };
}

export function deleteTable(request: Request, tables: Tables): object {
  checkParameters(request, 'DeleteTable', 'TableName');
  return { TableDescription: described(tables.drop(tableNameIn(request))) };
}

export function listTables(request: Request, tables: Tables): object {
  checkParameters(request, 'ListTables', 'Limit ExclusiveStartTableName');
  const limit = numberIn(request, 'Limit', 1, 100) ?? 100;
  const start = textIn(request, 'ExclusiveStartTableName') ?? '';
  const names = tables.all.map(({ definition }) => definition.name).sort();
  const rest = names.filter((name) => name > start);
  const TableNames = rest.slice(0, limit);
  return { TableNames, ...(rest.length > limit ? { LastEvaluatedTableName: TableNames.at(-1) } : {}) };
}

export function updateTimeToLive(request: Request, tables: Tables): object {
  checkParameters(request, 'UpdateTimeToLive', 'TableName TimeToLiveSpecification');
  const specification = objectIn(request, 'TimeToLiveSpecification');
  const attribute = nameOf(specification);
  tables.get(tableNameIn(request)).timeToLive = flagIn(specification, 'Enabled') ? attribute : undefined;
  return { TimeToLiveSpecification: specification };
}

export function describeTimeToLive(request: Request, tables: Tables): object {
  checkParameters(request, 'DescribeTimeToLive', 'TableName');
  const { timeToLive } = tables.get(tableNameIn(request));
  return {
    TimeToLiveDescription:
      timeToLive === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
  };
}
