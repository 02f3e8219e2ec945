import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Plugin, stop } from 'esbuild';
import { ROOT } from '../paths.ts';
import { HOW } from './bundle.ts';
import { CAUGHT, lean, REPLACED } from './lean.ts';

const require = createRequire(import.meta.url);
const execFileAsync = promisify(execFile);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-lean-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stop();
});

/** The file of a module that is bundled as functions are. */
async function bundleOf(name: string, contents: string, plugins: Plugin[] = [lean]): Promise<string> {
  const outfile = join(folder, `${name}.cjs`);
  const { outExtension: _of, ...how } = HOW;
  await build({ ...how, mainFields: [...HOW.mainFields], plugins, stdin: { contents, resolveDir: ROOT }, outfile });
  return outfile;
}

/** Every class of an error that is imported from the SDK, in all of adapters/. */
const caught = readdirSync(join(ROOT, 'adapters'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) =>
    [
      ...readFileSync(join(ROOT, 'adapters', name), 'utf8').matchAll(/^import \{([^}]*)\} from '@aws-sdk\/client-/gmsu),
    ].flatMap((match) => match[1]!.match(/\b(?!type )\w+Exception\b/gu) ?? []),
  );

test('errors of a service that adapters know by their class stay in the bundles', () => {
  expect(caught).toContain('ConditionalCheckFailedException');
  expect(caught.filter((name) => !CAUGHT.has(name))).toEqual([]);
});

test.each(['dynamodb', 'kms', 's3', 'ses', 'sfn', 'sqs', 'secrets-manager', 'eventbridge'])(
  'the operations of %s have the shapes that the SDK gives them, and the errors that say when to try again are those',
  async (name) => {
    const module = `export * from '@aws-sdk/client-${name}/dist-es/schemas/schemas_0.js';`;
    const path = `./node_modules/@aws-sdk/client-${name}/dist-es`;
    const source = module.replace(`@aws-sdk/client-${name}/dist-es`, path);
    const files = await Promise.all([bundleOf(`${name}-lean`, source), bundleOf(`${name}-whole`, source, [])]);
    const [ours, whole] = files.map((file) => require(file) as Record<string, unknown>);
    const text = (value: unknown) =>
      JSON.stringify(value, (_key, of: unknown) => (typeof of === 'function' ? '()' : of));
    expect(Object.keys(ours!).length).toBeGreaterThan(20);
    expect(text(ours)).toBe(text(whole));
    const errors = readFileSync(join(ROOT, path, 'models', 'errors.js'), 'utf8').split(/^export class /mu);
    const again = errors.filter((one) => one.includes('$retryable')).map((one) => /^\w+/u.exec(one)![0]);
    expect(again.filter((one) => !CAUGHT.has(one))).toEqual([]);
  },
);

/** Asks the endpoint that it is given, and prints the error. */
const CLIENT = `import { KMSClient, DecryptCommand } from '@aws-sdk/client-kms';
const client = new KMSClient({ region: 'eu-central-1', endpoint: process.argv[2], maxAttempts: 1 });
client.send(new DecryptCommand({ CiphertextBlob: new Uint8Array([1]) })).catch(({ name, message, $fault, $metadata }) =>
  console.log(JSON.stringify({ name, message, $fault, status: $metadata?.httpStatusCode })));`;

test("a client signs with the environment's credentials alone, and throws what the service says under its name", async () => {
  const client = await bundleOf('client', CLIENT);
  const signatures: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    signatures.push(request.headers.authorization);
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ __type: 'InvalidCiphertextException', message: 'Not ours.' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const errorWith = async (env: Record<string, string>): Promise<unknown> =>
    JSON.parse((await execFileAsync(process.execPath, [client, endpoint], { env })).stdout);
  try {
    const elsewhere = { AWS_PROFILE: 'someone', AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint };
    const message = 'Unable to find environment variable credentials.';
    expect(await errorWith(elsewhere)).toMatchObject({ name: 'CredentialsProviderError', message });
    expect(signatures).toEqual([]);
    const own = { AWS_ACCESS_KEY_ID: 'KEYOFTHEROLE', AWS_SECRET_ACCESS_KEY: 'secret' };
    const said = { name: 'InvalidCiphertextException', message: 'Not ours.', $fault: 'client', status: 400 };
    expect(await errorWith(own)).toEqual(said);
    expect(signatures).toEqual([expect.stringContaining('Credential=KEYOFTHEROLE/')]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a package that has come to another shape stops the bundling', () => {
  const zod = REPLACED.find(({ file }) => file.test('/node_modules/zod/v4/classic/schemas.js'))!;
  expect(zod.by('export const z = {};')).toBe('export const z = {};');
});
