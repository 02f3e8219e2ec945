import { networkInterfaces } from 'node:os';
import { startStorage } from '#test/support/storage.ts';
import { callAction } from './aws-json.ts';
import { ownHeaders } from './scope.ts';

const CorsConfiguration = {
  CorsRules: [
    { AllowedMethods: ['PUT'], AllowedOrigins: ['*'], AllowedHeaders: ['*'], ExposedHeaders: ['ETag'], MaxAge: 3600 },
  ],
};
const QueueConfigurations = [
  {
    Queue: 'arn:aws:sqs:eu-central-1:000000000000:uploads',
    Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'uploads/' }] } },
  },
];
const signed = () => ownHeaders(Date.now());
const origin = 'https://console.example';
let storage: Awaited<ReturnType<typeof startStorage>>;

beforeAll(async () => {
  storage = await startStorage({ CorsConfiguration, NotificationConfiguration: { QueueConfigurations } });
});
afterAll(() => storage.stop());

const preflight = (path: string, method: string) =>
  fetch(`${storage.url}${path}`, {
    method: 'OPTIONS',
    headers: { 'access-control-request-method': method, 'access-control-request-headers': 'content-type', origin },
  });

test('a page of another origin may put a chunk, and may read its ETag', async () => {
  const asked = await preflight('/exports/staged/a%20b.zip?partNumber=1', 'PUT');
  expect([asked.status, await asked.text()]).toEqual([200, '']);
  expect(Object.fromEntries(asked.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'PUT',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '3600',
  });
  const put = await fetch(`${storage.url}/exports/staged/a%20b.zip`, {
    method: 'PUT',
    body: 'x',
    headers: { origin, ...signed() },
  });
  expect(put.status).toBe(200);
  expect(put.headers.get('access-control-allow-origin')).toBe('*');
  expect(put.headers.get('access-control-expose-headers')).toBe('ETag');
  expect(put.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/u);
});

test('a page of another origin is refused what no rule of the bucket allows', async () => {
  for (const [path, method] of [
    ['/exports/staged/a%20b.zip', 'GET'],
    ['/reports/x', 'PUT'],
    ['/nothing/x', 'PUT'],
  ] as const) {
    const refused = await preflight(path, method);
    expect([path, refused.status]).toEqual([path, 403]);
    expect(refused.headers.has('access-control-allow-origin')).toBe(false);
  }
  const got = await fetch(`${storage.url}/exports/staged/a%20b.zip`, { headers: { origin, ...signed() } });
  expect([got.status, got.headers.has('access-control-allow-origin')]).toEqual([200, false]);
});

test('a request without an origin gets no cross-origin headers', async () => {
  const put = await fetch(`${storage.url}/exports/staged/c.zip`, { method: 'PUT', body: 'x', headers: signed() });
  expect([put.status, put.headers.has('access-control-allow-origin')]).toEqual([200, false]);
});

test('an upload is answered once its event is in the queue', async () => {
  const QueueUrl = `${storage.url}/000000000000/uploads`;
  const messages = async () => {
    const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
    const got = await callAction<{ Messages?: { Body: string }[] }>(storage.url, 'AmazonSQS.ReceiveMessage', input);
    return (got.Messages ?? []).map(({ Body }) => Body);
  };
  for (const n of [1, 2, 3]) {
    const url = `${storage.url}/exports/uploads/${n}.zip`;
    expect((await fetch(url, { method: 'PUT', body: 'x', headers: signed() })).status).toBe(200);
    expect(await messages()).toEqual([expect.stringContaining(`uploads/${n}.zip`)]);
  }
});

test('the storage cannot be reached from the network', async () => {
  const { port } = new URL(storage.url);
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  // A machine without a network still has another loopback address.
  const host = outside?.address ?? '127.0.0.2';
  await expect(fetch(`http://${host}:${port}/exports`)).rejects.toThrow('fetch failed');
});

test('a request that is not signed is refused, and a page of another origin may read why', async () => {
  const put = await fetch(`${storage.url}/exports/staged/d.zip`, { method: 'PUT', body: 'x', headers: { origin } });
  expect([put.status, await put.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  expect(put.headers.get('access-control-allow-origin')).toBe('*');
});
