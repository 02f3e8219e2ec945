/** DynamoDB: dynoxide (SQLite inside) as a child process, or Amazon's DynamoDB Local where LANDFALL_DYNAMODB_LOCAL names its folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { callAction } from './aws-json.ts';
import type { Assembly } from './template.ts';

const TARGET = 'DynamoDB_20120810';
const READY_MS = 20_000;

/** The engine's command line. @throws Error that says what to do where there is no engine for this machine. */
function command(root: string, port: number, data: string): [string, string[]] {
  const jar = process.env['LANDFALL_DYNAMODB_LOCAL'];
  if (jar) {
    const options = ['-port', String(port), '-sharedDb', '-dbPath', data];
    return [
      'java',
      [`-Djava.library.path=${join(jar, 'DynamoDBLocal_lib')}`, '-jar', join(jar, 'DynamoDBLocal.jar'), ...options],
    ];
  }
  const machine = `${process.platform}-${process.arch}`;
  const engine = join(root, 'node_modules', '@dynoxide', machine, 'dynoxide');
  if (!existsSync(engine)) {
    throw new Error(
      `There is no embedded DynamoDB for ${machine}. Set LANDFALL_DYNAMODB_LOCAL to a folder with Amazon's DynamoDBLocal.jar (Java 17).`,
    );
  }
  chmodSync(engine, 0o755);
  return [
    engine,
    ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', join(data, 'directory.sqlite')],
  ];
}

/** Starts the engine on files in `data`. The result stops it. */
export async function startDynamoDb(root: string, port: number, data: string): Promise<() => Promise<void>> {
  mkdirSync(data, { recursive: true });
  const [file, args] = command(root, port, data);
  // A process group of its own: Ctrl-C reaches this process alone, which stops the functions before their database.
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  const kill = () => void child.kill();
  process.once('exit', kill);
  const deadline = performance.now() + READY_MS;
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`The embedded DynamoDB ended with code ${child.exitCode}. Is ${data} in use, or its disk full?`);
    if (
      await callAction(`http://127.0.0.1:${port}`, `${TARGET}.ListTables`, {}).then(
        () => true,
        () => false,
      )
    )
      break;
    if (performance.now() > deadline)
      throw new Error(`The embedded DynamoDB did not answer within ${READY_MS / 1000} seconds.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return async () => {
    process.removeListener('exit', kill);
    if (child.exitCode === null && child.kill()) await once(child, 'exit');
  };
}

/** Creates the template's tables where they don't exist yet. */
export async function createTables(endpoint: string, assembly: Assembly): Promise<void> {
  const { TableNames } = await callAction<{ TableNames: string[] }>(endpoint, `${TARGET}.ListTables`, {});
  for (const { name: TableName, properties } of assembly.of('AWS::DynamoDB::Table')) {
    if (TableNames.includes(TableName)) continue;
    const { AttributeDefinitions, KeySchema, BillingMode, TimeToLiveSpecification } = properties;
    await callAction(endpoint, `${TARGET}.CreateTable`, { TableName, AttributeDefinitions, KeySchema, BillingMode });
    if (TimeToLiveSpecification)
      await callAction(endpoint, `${TARGET}.UpdateTimeToLive`, { TableName, TimeToLiveSpecification });
  }
}
