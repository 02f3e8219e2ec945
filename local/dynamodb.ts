/** DynamoDB: dynoxide (SQLite inside) as a child process, or Amazon's DynamoDB Local where LANDFALL_DYNAMODB_LOCAL names its folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeState } from '#cli/sample/state-file.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ROOT } from '#infra/paths.ts';
import { callAction } from './aws-json.ts';

const READY_MS = 20_000;

/** The engine's command line. @throws Error that says what to do where there is no engine for this machine. */
function command(port: number, data: string): [string, ...string[]] {
  const jar = process.env['LANDFALL_DYNAMODB_LOCAL'];
  const java = [`-Djava.library.path=${jar}/DynamoDBLocal_lib`, '-jar', `${jar}/DynamoDBLocal.jar`, '-sharedDb'];
  if (jar) return ['java', ...java, '-port', String(port), '-dbPath', data];
  const engine = join(ROOT, 'node_modules', '@dynoxide', `${process.platform}-${process.arch}`, 'dynoxide');
  if (!existsSync(engine))
    throw new Error(`There is no ${engine}: set LANDFALL_DYNAMODB_LOCAL to DynamoDBLocal.jar's folder.`);
  chmodSync(engine, 0o755);
  return [engine, 'serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', join(data, 'directory.sqlite')];
}

/** Ends the engine that a killed start left on these files: two would write to one database. Needs Linux's /proc. */
function endOrphan(pidFile: string, data: string): void {
  const pid = existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : '';
  const commandLine = `/proc/${pid}/cmdline`;
  if (pid && existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(data)) process.kill(Number(pid));
}

type Call = <T>(action: string, input: object) => Promise<T>;
type Index = { readonly IndexName: string };

/** A table that an earlier release made is given the indexes that it lacks, as CloudFormation does it: the items stay. */
async function addIndexes(
  call: Call,
  table: { readonly TableName: string; readonly AttributeDefinitions: unknown },
  indexes: readonly Index[] = [],
) {
  type Description = { Table: { GlobalSecondaryIndexes?: readonly Index[] } };
  const { Table } = await call<Description>('DescribeTable', { TableName: table.TableName });
  const present = new Set((Table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName));
  for (const Create of indexes)
    if (!present.has(Create.IndexName))
      await call('UpdateTable', { ...table, GlobalSecondaryIndexUpdates: [{ Create }] });
}

/** Starts the engine on files in `data`, with the template's tables. The result stops it. */
export async function startDynamoDb(port: number, data: string, assembly: Assembly): Promise<() => Promise<void>> {
  mkdirSync(data, { recursive: true });
  endOrphan(join(data, 'engine.pid'), data);
  const [file, ...args] = command(port, data);
  // A process group of its own: Ctrl-C reaches this process alone, which stops the functions before their database.
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  // One that can't be started at all has an exit code too.
  child.once('error', () => undefined);
  process.once('exit', () => void child.kill());
  writeState(join(data, 'engine.pid'), String(child.pid));
  const call = <T>(action: string, input: object) =>
    callAction<T>(`http://127.0.0.1:${port}`, `DynamoDB_20120810.${action}`, input);
  const list = () => call<{ TableNames: string[] }>('ListTables', {}).catch(() => setTimeout(25));

  const deadline = performance.now() + READY_MS;
  let tables = await list();
  while (!tables && child.exitCode === null && performance.now() < deadline) tables = await list();
  const failure = child.exitCode === null ? 'does not answer' : `ended with code ${child.exitCode}`;
  if (!tables) throw new Error(`The embedded DynamoDB ${failure}. Is ${data} in use, or its disk full?`);
  for (const { name: TableName, properties } of assembly.of('AWS::DynamoDB::Table')) {
    const { TimeToLiveSpecification, StreamSpecification: stream, GlobalSecondaryIndexes } = properties;
    const { AttributeDefinitions, KeySchema, BillingMode } = properties;
    if (tables.TableNames.includes(TableName)) {
      await addIndexes(call, { TableName, AttributeDefinitions }, GlobalSecondaryIndexes as readonly Index[]);
      continue;
    }
    const StreamSpecification = stream && { StreamEnabled: true, ...stream };
    const asked = { TableName, AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes };
    await call('CreateTable', { ...asked, StreamSpecification });
    if (TimeToLiveSpecification) await call('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  }
  return async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit');
  };
}
