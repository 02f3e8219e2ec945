import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { FastifyInstance } from 'fastify';
import { assemblyOf } from '#test/support/assembly.ts';
import { PERMITTED } from '#test/support/permits.ts';
import { startGateway } from './gateway.ts';

const operator = { accessKeyId: 'LANDFALLOPERATOR', secretAccessKey: 'a secret of this machine' };
const ana = { accessKeyId: 'ANA', secretAccessKey: 'a secret of hers' };
let allowed = true;
const asked: string[] = [];
const others = (accessKeyId: string) =>
  accessKeyId === ana.accessKeyId
    ? { ...ana, arn: 'arn:aws:iam::000000000000:user/ana', mayInvoke: (arn: string) => asked.push(arn) > 0 && allowed }
    : undefined;
const folder = mkdtempSync(join(tmpdir(), 'landfall-pages-'));
const route = (RouteKey: string, AuthorizationType: string) => ({
  type: 'AWS::ApiGatewayV2::Route',
  name: RouteKey,
  properties: { RouteKey, AuthorizationType, Target: 'integrations/way' },
});
const policy = (name: string, ContentSecurityPolicy: string) => ({
  type: 'AWS::CloudFront::ResponseHeadersPolicy',
  name,
  properties: {
    ResponseHeadersPolicyConfig: {
      CustomHeadersConfig: { Items: [{ Header: 'cache-control', Value: 'no-store' }] },
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy },
        FrameOptions: { FrameOption: 'DENY' },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true },
      },
    },
  },
});
const edgeFunction = (name: string, FunctionCode: string) => ({
  type: 'AWS::CloudFront::Function',
  name,
  properties: { FunctionCode: `function handler(event) { var r = event.request; ${FunctionCode}; return r; }` },
});
const behavior = (name: string, fn: string) => ({
  ResponseHeadersPolicyId: name,
  FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: `${fn}.FunctionARN` }],
});
const files = (SourceObjectKey: string, DestinationBucketKeyPrefix?: string, SystemMetadata?: object) => ({
  type: 'Custom::CDKBucketDeployment',
  name: SourceObjectKey,
  properties: { SourceObjectKeys: [SourceObjectKey], DestinationBucketKeyPrefix, SystemMetadata },
});
const OriginCustomHeaders = [{ HeaderName: 'X-Landfall-Origin', HeaderValue: 'the secret' }];
const resources = [
  { type: 'AWS::ApiGatewayV2::Integration', name: 'way', properties: { IntegrationUri: 'arn:function:f' } },
  route('GET /api/things/{id}', 'NONE'),
  route('POST /api/operator/things', 'AWS_IAM'),
  route('POST /api/guesses', 'NONE'),
  {
    type: 'AWS::ApiGatewayV2::Stage',
    name: 'stage',
    properties: { RouteSettings: { 'POST /api/guesses': { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 } } },
  },
  {
    type: 'AWS::CloudFront::Distribution',
    name: 'site',
    properties: {
      DistributionConfig: {
        Origins: [{ OriginCustomHeaders }],
        DefaultCacheBehavior: behavior('pages', 'before-pages'),
        CacheBehaviors: [{ PathPattern: '/api/*', ...behavior('api', 'before-api') }],
      },
    },
  },
  policy('pages', "connect-src 'self' storage.example"),
  policy('api', "default-src 'none'"),
  edgeFunction('before-pages', "if (r.uri === '/other') r.uri = '/other/index.html'"),
  edgeFunction('before-api', "r.headers['x-landfall-viewer'] = { value: event.viewer.ip }"),
  files('assets.zip', 'assets', { 'cache-control': 'immutable' }),
  files('pages.zip'),
];
const assembly = assemblyOf(resources, { 'assets.zip': join(folder, 'hashed'), 'pages.zip': folder });

type Event = { headers: Record<string, string>; [field: string]: unknown };
let events: Event[] = [];
let answer: () => object = () => ({ statusCode: 200, body: '{}' });
let gateway: FastifyInstance;
let port: number;

beforeAll(async () => {
  writeFileSync(join(folder, '..', 'outside.html'), 'outside');
  writeFileSync(join(folder, 'index.html'), 'the page');
  for (const name of ['other', 'hashed']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'other', 'index.html'), 'the other page');
  writeFileSync(join(folder, 'hashed', 'a-1f3e.js'), 'a script');
  const invoke = async (_arn: string, event: unknown) => {
    events.push(event as Event);
    return answer();
  };
  gateway = await startGateway(assembly, invoke, { port: 0, operator, secret: () => '{}', permits: PERMITTED, others });
  port = (gateway.server.address() as AddressInfo).port;
});
beforeEach(() => {
  events = [];
});
afterAll(() => gateway.close());

/** Sends the path as it is written: fetch would normalise it. */
async function send(method: string, path: string, headers: Record<string, string> = {}, body = '') {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers }, resolve).once('error', reject).end(body);
  });
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

const BODY = '{"a":1}';
async function signed({ credentials = operator, signingDate = new Date(), region = 'eu-central-1' } = {}) {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const message = {
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: '/api/operator/things',
    query: {},
    headers: { host: `127.0.0.1:${port}`, 'content-type': 'application/json' },
    body: BODY,
  };
  return (await signer.sign(message, { signingDate })).headers;
}

test('a route with a limit answers 429 beyond it, as API Gateway does, and no function is called; others go on', async () => {
  const guesses = [];
  for (let count = 0; count < 4; count++) guesses.push(await send('POST', '/api/guesses'));
  expect(guesses.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
  expect(JSON.parse(guesses[3]!.text)).toEqual({ message: 'Too Many Requests' });
  expect(guesses[3]!.headers).toHaveProperty('content-security-policy');
  expect(events).toHaveLength(2);
  expect(await send('GET', '/api/things/a')).toMatchObject({ status: 200 });
});

test('a caller cannot forge the headers that the distribution adds', async () => {
  const forged = { 'x-landfall-origin': 'guessed', 'X-Landfall-Viewer': '8.8.8.8', cookie: 'a=1; b=2', 'x-mine': 'm' };
  await send('GET', '/api/things/a%20b?q=1', forged);
  expect(events).toEqual([
    expect.objectContaining({
      routeKey: 'GET /api/things/{id}',
      pathParameters: { id: 'a b' },
      queryStringParameters: { q: '1' },
      cookies: ['a=1', 'b=2'],
      requestContext: expect.not.objectContaining({ authorizer: expect.anything() }),
    }),
  ]);
  expect(events[0]!.headers).toMatchObject({ 'x-landfall-origin': 'the secret', 'x-landfall-viewer': '127.0.0.1' });
  expect(events[0]!.headers).toMatchObject({ 'x-mine': 'm' });
});

test("an answer has the function's status, headers and cookies, and the answer to an error reveals nothing of it", async () => {
  answer = () => ({ statusCode: 418, headers: { 'x-a': 'b' }, cookies: ['c=1', 'd=2'], body: 'tea' });
  const { status, headers, text } = await send('GET', '/api/things/1');
  expect({ status, text, 'x-a': headers['x-a'], cookies: headers['set-cookie'] }).toEqual({
    status: 418,
    text: 'tea',
    'x-a': 'b',
    cookies: ['c=1', 'd=2'],
  });
  answer = () => {
    throw new Error('/home/someone/secret');
  };
  expect(await send('GET', '/api/things/1')).toMatchObject({
    status: 500,
    text: '{"message":"Internal Server Error"}',
  });
  answer = () => ({ statusCode: 200 });
});

test('an operator with a key of its own does what its policy allows, under its own name', async () => {
  const call = async () => send('POST', '/api/operator/things', await signed({ credentials: ana }), BODY);
  expect((await call()).status).toBe(200);
  const userArn = 'arn:aws:iam::000000000000:user/ana';
  expect(events[0]).toMatchObject({ requestContext: { authorizer: { iam: { userArn } } } });
  expect(asked[0]).toMatch(/^arn:aws:execute-api:.*\/\$default\/POST\/api\/operator\/things$/u);
  allowed = false;
  expect((await call()).status).toBe(403);
  const stolen = await signed({ credentials: { ...ana, secretAccessKey: 'guessed' } });
  allowed = true;
  expect((await send('POST', '/api/operator/things', stolen, BODY)).status).toBe(403);
  expect(events).toHaveLength(1);
});

test("a request signed by the operator's key is accepted, and the event names the operator", async () => {
  expect((await send('POST', '/api/operator/things', await signed(), BODY)).status).toBe(200);
  expect(events[0]).toMatchObject({
    body: BODY,
    requestContext: { authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/operator' } } },
  });
});

test.each([
  ['without a signature', async () => ({}), BODY, ''],
  ['signed by another key', () => signed({ credentials: { ...operator, secretAccessKey: 'other' } }), BODY, ''],
  ['signed for another region', () => signed({ region: 'us-east-1' }), BODY, ''],
  ['signed six minutes ago', () => signed({ signingDate: new Date(Date.now() - 360_000) }), BODY, ''],
  ['signed six minutes ahead', () => signed({ signingDate: new Date(Date.now() + 360_000) }), BODY, ''],
  ['without a readable date', async () => ({ ...(await signed()), 'x-amz-date': 'today' }), BODY, ''],
  ['with an altered body', signed, '{"a":2}', ''],
  ['with an altered query', signed, BODY, '?force=1'],
  [
    'with an altered body and its hash',
    async () => ({
      ...(await signed()),
      'x-amz-content-sha256': createHash('sha256').update('{"a":2}').digest('hex'),
    }),
    '{"a":2}',
    '',
  ],
] as [string, () => Promise<Record<string, string>>, string, string][])(
  'a request %s is refused before any function runs',
  async (_what, headers, body, query) => {
    expect((await send('POST', `/api/operator/things${query}`, await headers(), body)).status).toBe(403);
    expect(events).toEqual([]);
  },
);

test('pages are served with the headers of the template, and no file outside their folder is served', async () => {
  const page = await send('GET', '/');
  expect(page).toMatchObject({ status: 200, text: 'the page' });
  expect(page.headers['content-security-policy']).toBe("connect-src 'self' storage.example");
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  for (const path of ['/../outside.html', '/%2e%2e/outside.html', '/..%2foutside.html', '/a/../../outside.html']) {
    const { status, text } = await send('GET', path);
    expect({ path, found: text.includes('outside') && status === 200 }).toEqual({ path, found: false });
  }
});

test("the distribution's function chooses the page, with or without a query", async () => {
  expect(await send('GET', '/other')).toMatchObject({ status: 200, text: 'the other page' });
  expect(await send('GET', '/other?a=1')).toMatchObject({ status: 200, text: 'the other page' });
  expect(await send('GET', '/others')).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } });
});

test('a file is served with the cache-control that it is stored with, and a missing file with no-store', async () => {
  expect(await send('GET', '/assets/a-1f3e.js')).toMatchObject({
    status: 200,
    text: 'a script',
    headers: { 'cache-control': 'immutable', 'x-content-type-options': 'nosniff' },
  });
  const again = await send('GET', '/assets/a-1f3e.js');
  const unchanged = await send('GET', '/assets/a-1f3e.js', { 'if-none-match': String(again.headers.etag) });
  expect(unchanged).toMatchObject({ status: 304, text: '', headers: { 'cache-control': 'immutable' } });
  expect(await send('GET', '/assets/a-2222.js')).toMatchObject({
    status: 404,
    headers: { 'cache-control': 'no-store' },
  });
});

test.each([
  ['by a function', 'GET', '/api/things/1', {}, 200],
  ['where no route matches', 'GET', '/api/nothing', {}, 404],
  ['to another method', 'DELETE', '/api/things/1', {}, 404],
  ['to HEAD, which no route names', 'HEAD', '/api/things/1', {}, 404],
  ['where a signature is missing', 'POST', '/api/operator/things', {}, 403],
  ['to a path that cannot be decoded', 'GET', '/api/things/%zz', {}, 400],
  ['to a parameter that is too long', 'GET', `/api/things/${'x'.repeat(5000)}`, {}, 404],
  ['to a Content-Length that is no number', 'POST', '/api/things/1', { 'content-length': 'x' }, 400],
  ['to a header that is too large', 'GET', '/api/things/1', { 'x-large': 'x'.repeat(20_000) }, 400],
] as const)('the answer %s has every security header', async (_what, method, path, headers, status) => {
  answer = () => ({ statusCode: 200 });
  const found = await send(method, path, headers);
  expect(found).toMatchObject({
    status,
    headers: {
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'",
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=60; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
  });
});

test('a body that is too large is refused, with the security headers', async () => {
  const body = 'x'.repeat(11 * 1024 * 1024);
  const found = await fetch(`http://127.0.0.1:${port}/api/operator/things`, { method: 'POST', body });
  expect(found.status).toBe(413);
  expect(found.headers.get('content-security-policy')).toBe("default-src 'none'");
});

test('a path is decoded before a route is looked up, as an HTTP API does it', async () => {
  for (const path of ['/api/things/a%2Fb', '/api/things/a%2fb%3F']) expect((await send('GET', path)).status).toBe(404);
  for (const path of ['/api/things/%61%3Fb?q=%26&q=2', '/api/things/%2e%2e', '/api/%74hings/100%25'])
    await send('GET', path);
  expect(events).toMatchObject([
    { rawPath: '/api/things/a', pathParameters: { id: 'a' }, queryStringParameters: { q: '&,2' } },
    { rawPath: '/api/things/..', pathParameters: { id: '..' } },
    { rawPath: '/api/things/100%', pathParameters: { id: '100%' } },
  ]);
});

test.each([
  '/%61pi/things/1',
  '/x/../api/things/1',
  'http://other.example/api/things/1',
  '/api%2fthings/1',
  '/%2561pi/things/1',
])('%s passes no forged viewer address to a function', async (path) => {
  const { status } = await send('GET', path, { 'x-landfall-viewer': '8.8.8.8' });
  expect(events.map(({ headers }) => headers['x-landfall-viewer'])).toEqual(status === 200 ? ['127.0.0.1'] : []);
});

test('a method and path that no route names is answered 404 without a function', async () => {
  for (const [method, path] of [
    ['GET', '/api/nothing'],
    ['POST', '/api/things/1'],
    ['GET', '/api/operator/things'],
  ] as const)
    expect((await send(method, path)).status).toBe(404);
  expect(events).toEqual([]);
});
