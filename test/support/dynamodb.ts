/**
 * A DynamoDB engine for one test file: its own process, in memory, with the tables of the deployment. Set
 * LANDFALL_TEST_DYNAMODB to an endpoint to use another engine; the tables then get names of their own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ListTablesCommand,
  PutItemCommand,
  type StreamViewType,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { UPGRADE_VERSION } from '#core/upgrade/upgrade.ts';
import { mirrorTables } from './mirrored-tables.ts';

const START_TIMEOUT_MS = 15_000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function waitUntilReady(endpoint: string, engine: ChildProcess | undefined): Promise<void> {
  const client = new DynamoDBClient({ endpoint, maxAttempts: 1 });
  for (const deadline = Date.now() + START_TIMEOUT_MS; ; await pause(50)) {
    try {
      await client.send(new ListTablesCommand({}));
      return client.destroy();
    } catch (error) {
      if (Date.now() > deadline || (engine && engine.exitCode !== null)) throw error;
    }
  }
}

export type TestDynamoDb = { readonly endpoint: string; readonly stop: () => Promise<void> };

/** Starts an engine and points the SDK at it (environment variables). Call before the first adapter is used. */
export async function startDynamoDb(): Promise<TestDynamoDb> {
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const given = process.env['LANDFALL_TEST_DYNAMODB'];
  const port = given ? 0 : await freePort();
  const endpoint = given ?? `http://127.0.0.1:${port}`;
  const binary = join(process.cwd(), 'node_modules/@dynoxide/linux-x64/dynoxide');
  const engine = given ? undefined : spawn(binary, ['serve', '--port', `${port}`], { stdio: 'ignore' });
  const stop = async () => {
    if (!engine || engine.exitCode !== null) return;
    const ended = new Promise((resolve) => engine.once('exit', resolve));
    engine.kill();
    await ended;
  };
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = endpoint;
  await waitUntilReady(endpoint, engine).catch(async (error) => {
    await stop();
    throw error;
  });
  return { endpoint, stop };
}

const key = (hash: string, range: string): KeySchemaElement[] => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const texts = (...names: string[]): AttributeDefinition[] =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));

/** Creates the tables as a new deployment has them, which is upgraded at once, and names them in the environment. */
export async function createTables({ upgraded = true } = {}) {
  const suffix = randomBytes(4).toString('hex');
  const named = (name: string) => `${name}-${suffix}`;
  const tables = {
    directory: named('directory'),
    search: named('search'),
    journeys: named('journeys'),
    operations: named('operations'),
    outbox: named('outbox'),
    audit: named('audit'),
  };
  const client = new DynamoDBClient({});
  const byDay = { IndexName: 'byDay', KeySchema: key('day', 'id'), Projection: { ProjectionType: 'ALL' as const } };
  const journey = {
    IndexName: 'journey',
    KeySchema: key('peopleOf', 'journey'),
    Projection: {
      ProjectionType: 'INCLUDE' as const,
      NonKeyAttributes: ['userId', 'externalId', 'tokens', 'source', 'enabled', 'packedAt'],
    },
  };
  const all = { ProjectionType: 'ALL' as const };
  const indexes: Readonly<Record<string, readonly GlobalSecondaryIndex[]>> = {
    [tables.audit]: [byDay],
    [tables.directory]: [journey],
    [tables.journeys]: [
      { IndexName: 'list', KeySchema: key('list', 'sort'), Projection: all },
      { IndexName: 'clock', KeySchema: key('clock', 'changes'), Projection: all },
    ],
  };
  const streams: Readonly<Record<string, StreamViewType>> = {
    [tables.outbox]: 'NEW_AND_OLD_IMAGES',
    [tables.directory]: 'KEYS_ONLY',
  };
  const definitions = Object.values(tables).map((TableName) => ({
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    KeySchema: key('pk', 'sk'),
    AttributeDefinitions: texts(
      'pk',
      'sk',
      ...(indexes[TableName] ?? []).flatMap(({ KeySchema }) => KeySchema!.map(({ AttributeName }) => AttributeName!)),
    ),
    ...(indexes[TableName] ? { GlobalSecondaryIndexes: [...indexes[TableName]] } : {}),
    ...(streams[TableName] ? { StreamSpecification: { StreamEnabled: true, StreamViewType: streams[TableName] } } : {}),
  }));
  for (const definition of definitions) await client.send(new CreateTableCommand(definition));
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: tables.operations, TimeToLiveSpecification }));
  const ended = { pk: 'UPGRADE', sk: 'UPGRADE', version: UPGRADE_VERSION, startedAt: 0, endedAt: 0, segments: {} };
  if (upgraded) await client.send(new PutItemCommand({ TableName: tables.operations, Item: marshall(ended) }));
  client.destroy();
  process.env['DIRECTORY_TABLE'] = tables.directory;
  process.env['SEARCH_TABLE'] = tables.search;
  process.env['JOURNEYS_TABLE'] = tables.journeys;
  process.env['OPERATIONS_TABLE'] = tables.operations;
  process.env['AUDIT_OUTBOX_TABLE'] = tables.outbox;
  process.env['AUDIT_TABLE'] = tables.audit;
  mirrorTables(definitions);
  return tables;
}
