/** Data keys under the seed key, as a process that is used again keeps them. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unwrapUnderSeedKey } from '#adapters/aws/keys.ts';

const KEY = Buffer.alloc(32, 7);
let server: Server;
let calls = 0;

beforeAll(async () => {
  server = createServer((_request, response) => {
    calls += 1;
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ KeyId: 'seed', Plaintext: KEY.toString('base64') }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${port}`,
    SEED_KEY_ID: 'seed',
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a caller that wipes its key takes none from the next one, and KMS is asked once', async () => {
  const wrapped = Buffer.from('wrapped');
  const [first, beside] = await Promise.all([
    unwrapUnderSeedKey(wrapped, { migration: 'm' }),
    unwrapUnderSeedKey(wrapped, { migration: 'm' }),
  ]);
  first.fill(0);
  expect(beside).toEqual(KEY);
  beside.fill(0);
  expect(await unwrapUnderSeedKey(wrapped, { migration: 'm' })).toEqual(KEY);
  expect(calls).toBe(1);
});
