/** DynamoDB: dynoxide (SQLite inside) as a child process, or Amazon's DynamoDB Local where LANDFALL_DYNAMODB_LOCAL names its folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ROOT } from '#infra/paths.ts';
import { callAction } from './aws-json.ts';

const READY_MS = 20_000;
/** What an engine gets to end by itself. */
const STOP_MS = 10_000;

/** The engine's command line. @throws Error that says what to do where there is no engine for this machine. */
function command(port: number, data: string): [string, ...string[]] {
  const jar = process.env['LANDFALL_DYNAMODB_LOCAL'];
  const java = [`-Djava.library.path=${jar}/DynamoDBLocal_lib`, '-jar', `${jar}/DynamoDBLocal.jar`, '-sharedDb'];
  if (jar) return ['java', ...java, '-port', String(port), '-dbPath', data];
  const engine = join(ROOT, 'node_modules', '@dynoxide', `${process.platform}-${process.arch}`, 'dynoxide');
  if (!existsSync(engine))
    throw new Error(`There is no ${engine}: set LANDFALL_DYNAMODB_LOCAL to DynamoDBLocal.jar's folder.`);
  // npm does not keep the bit; a service may not set it.
  if ((statSync(engine).mode & 0o111) === 0) chmodSync(engine, 0o755);
  return [engine, 'serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', join(data, 'directory.sqlite')];
}

type Call = <T>(action: string, input: object) => Promise<T>;
type Index = { readonly IndexName: string };

/** A table that an earlier release made is given the indexes and the stream that it lacks, as CloudFormation does it: the items stay. */
async function addWhatLacks(
  call: Call,
  table: { readonly TableName: string; readonly AttributeDefinitions: unknown },
  indexes: readonly Index[] = [],
  StreamSpecification?: object,
) {
  type Description = {
    Table: { GlobalSecondaryIndexes?: readonly Index[]; StreamSpecification?: { StreamEnabled?: boolean } };
  };
  const { Table } = await call<Description>('DescribeTable', { TableName: table.TableName });
  if (StreamSpecification && !Table.StreamSpecification?.StreamEnabled)
    await call('UpdateTable', { TableName: table.TableName, StreamSpecification });
  const present = new Set((Table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName));
  for (const Create of indexes)
    if (!present.has(Create.IndexName))
      await call('UpdateTable', { ...table, GlobalSecondaryIndexUpdates: [{ Create }] });
}

/** `pid`: of the process that has the tables' file open. */
export type DynamoDb = { readonly pid: number; readonly stop: () => Promise<void> };

/**
 * Starts the engine on files in `data`, with the template's tables. Where it ends by itself later, an error that nothing catches ends the
 * deployment too: without its tables it would answer, and keep nothing.
 */
export async function startDynamoDb(port: number, data: string, assembly: Assembly): Promise<DynamoDb> {
  mkdirSync(data, { recursive: true });
  const [file, ...args] = command(port, data);
  // A process group of its own: Ctrl-C reaches this process alone, which stops the functions before their database.
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  // One that can't be started at all has an exit code too.
  child.once('error', () => undefined);
  process.once('exit', () => void child.kill());
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const call = <T>(action: string, input: object) =>
    callAction<T>(`http://127.0.0.1:${port}`, `DynamoDB_20120810.${action}`, input);
  const list = () => call<{ TableNames: string[] }>('ListTables', {}).catch(() => setTimeout(25));

  const deadline = performance.now() + READY_MS;
  let tables = await list();
  while (!tables && !ended() && performance.now() < deadline) tables = await list();
  const failure = ended() ? `ended (${child.signalCode ?? `code ${child.exitCode}`})` : 'does not answer';
  if (!tables) throw new Error(`The embedded DynamoDB ${failure}. Is ${data} in use, or its disk full?`);
  for (const { name: TableName, properties } of assembly.of('AWS::DynamoDB::Table')) {
    const { TimeToLiveSpecification, StreamSpecification: stream, GlobalSecondaryIndexes } = properties;
    const { AttributeDefinitions, KeySchema, BillingMode } = properties;
    const StreamSpecification = stream === undefined ? undefined : { StreamEnabled: true, ...(stream as object) };
    if (tables.TableNames.includes(TableName)) {
      const table = { TableName, AttributeDefinitions };
      await addWhatLacks(call, table, GlobalSecondaryIndexes as readonly Index[], StreamSpecification);
      continue;
    }
    const asked = { TableName, AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes };
    await call('CreateTable', { ...asked, StreamSpecification });
    if (TimeToLiveSpecification) await call('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  }
  const lost = (code: number | null, signal: string | null) =>
    setImmediate(() => {
      throw new Error(
        `the embedded DynamoDB ended by itself (${signal ?? `code ${code}`}). What was answered is kept: start again`,
      );
    });
  child.once('exit', lost);
  if (ended()) lost(child.exitCode, child.signalCode);
  const stop = async () => {
    child.off('exit', lost);
    if (ended()) return;
    const late = setTimeout(STOP_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
    child.kill();
    await Promise.race([once(child, 'exit'), late.then(() => once(child, 'exit'))]);
  };
  return { pid: child.pid!, stop };
}
