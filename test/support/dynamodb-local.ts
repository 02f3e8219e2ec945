/**
 * Amazon's own DynamoDB Local, for `npm run test:dynamodb-local`: fetched on demand, since it is large and needs Java.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';

const PACKAGE = 'amplify-dynamodb-simulator@2.9.30';

/** Fetches the package that carries the jar, once, and returns the folder with DynamoDBLocal.jar. @throws Error that says what is missing. */
export function fetchDynamoDbLocal(): string {
  const root = join(import.meta.dirname, '..', '..', 'build', 'dynamodb-local');
  const folder = join(root, 'node_modules', 'amplify-dynamodb-simulator', 'emulator');
  if (spawnSync('java', ['-version']).status !== 0)
    throw new Error('DynamoDB Local needs Java 17 or newer: install a JRE and try again.');
  if (!existsSync(join(folder, 'DynamoDBLocal.jar'))) {
    mkdirSync(root, { recursive: true });
    const done = spawnSync(
      'npm',
      ['install', '--no-save', '--ignore-scripts', '--legacy-peer-deps', '--prefix', root, PACKAGE],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    if (done.status !== 0 || !existsSync(join(folder, 'DynamoDBLocal.jar')))
      throw new Error(`npm could not fetch ${PACKAGE}.`);
  }
  return folder;
}

/** Runs it in memory, for the tests of the adapters. The result stops it. */
export async function startDynamoDbLocal(folder: string): Promise<{ endpoint: string; stop: () => void }> {
  const port = await getPort({ host: '127.0.0.1' });
  const library = `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`;
  const jar = join(folder, 'DynamoDBLocal.jar');
  const child = spawn('java', [library, '-jar', jar, '-inMemory', '-port', String(port)], { stdio: 'ignore' });
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}
