/** What stands before every route, in its order: seen through routes that take anything. */
import * as z from 'zod';
import { answerOf, eventFor, guardPorts, OPERATOR, type Sent, sessionOf } from '#test/support/edge.ts';
import { aUser, memory } from '#test/support/memory.ts';
import { administrator, everybody, operator } from '../route/callers.ts';
import type { HttpEvent } from '../route/http.ts';
import { route } from '../route/route.ts';
import { serve } from './serve.ts';

const described = { summary: 'x', errors: [], method: 'POST' } as const;
const ok = { status: 200, means: 'x', body: { name: 'A', schema: z.unknown() } } as const;
const anything = { name: 'B', schema: z.unknown(), example: {} };
const routes = [
  route({
    ...described,
    id: 'echo',
    path: '/echo',
    caller: everybody,
    body: anything,
    answer: ok,
    handle: async (_deps: object, { body, source }) => ({ body: { body, source } }),
  }),
  route({
    ...described,
    id: 'read',
    method: 'GET',
    path: '/read',
    caller: everybody,
    answer: ok,
    handle: async () => ({ body: 'read' }),
  }),
  route({
    ...described,
    id: 'broken',
    path: '/broken',
    caller: operator,
    answer: ok,
    handle: async () => {
      throw new Error('the passcode is 123456');
    },
  }),
  route({
    ...described,
    id: 'who',
    path: '/who/{name}',
    params: { name: { means: 'x', form: 'hex' } },
    caller: administrator('admin'),
    credentials: 'kept',
    answer: ok,
    body: { name: 'C', schema: z.strictObject({ a: z.string() }), example: { a: 'x' } },
    query: { schema: z.strictObject({ n: z.coerce.number().optional() }), means: { n: 'x' } },
    handle: async (_deps: object, { actor, params, query, body }) => ({ body: { actor, params, query, body } }),
  }),
  route({
    ...described,
    id: 'cookie',
    path: '/cookie',
    caller: everybody,
    answer: { status: 204, means: 'x', cookie: 'sets' },
    handle: async () => ({ cookie: 'a=b' }),
  }),
];
const store = memory();
store.users.set('anna', aUser({ role: 'help-desk' }));
store.users.set('root', aUser({ userId: 'root', role: 'super-admin' }));
const handler = serve(routes, {}, guardPorts(store.ports));
const call = (key: string, sent: Sent = {}, over: Partial<HttpEvent> = {}) =>
  answerOf(handler, { ...eventFor(key, sent), ...over });
const echo = (text: string, headers: Sent['headers'] = {}) => call('POST /api/echo', { text, headers });

test('a JSON body arrives unchanged, with its emoji', async () => {
  expect(await echo('{"a":["\\ud83d\\ude00"]}')).toMatchObject({ status: 200, body: { body: { a: ['😀'] } } });
});

test('keys that have a meaning in JavaScript stay data', async () => {
  const { body } = await echo('{"__proto__":{"admin":true},"constructor":1}');
  expect(JSON.stringify(body.body)).toBe('{"__proto__":{"admin":true},"constructor":1}');
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

test('an answer has the described status, its cookie, and the security headers', async () => {
  const { headers, ...answer } = await call('POST /api/cookie');
  expect(answer).toEqual({ status: 204, body: undefined, cookies: ['a=b'] });
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-type': 'application/json' });
});

test('the answer to an unexpected error tells nothing about it (L4)', async () => {
  const answer = await call('POST /api/operator/broken');
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal', requestId: 'r1' } });
  expect(JSON.stringify(answer)).not.toContain('123456');
});

test('a refusal is a problem, with the security headers', async () => {
  const { status, body, headers, cookies } = await echo('{');
  expect({ status, code: body.code, cookies }).toEqual({ status: 400, code: 'request.not_json', cookies: [] });
  expect(headers['content-type']).toBe('application/problem+json');
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('a body that the route does not describe is not looked at: its answers are none of this route', async () => {
  for (const body of ['{', '\u0000', 'x'.repeat(300_000)])
    expect((await call('POST /api/cookie', { headers: { 'content-type': 'text/plain' } }, { body })).status).toBe(204);
});

test.each(['GET /api/none', 'GET /api/operator/none'])(
  '%s: a route that the gateway has and the function has not is a 404, for those who came the right way',
  async (key) => {
    expect(await call(key)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
    const { requestContext } = eventFor('GET /api/none');
    const strange = await call(key, { headers: { 'x-landfall-origin': undefined } }, { requestContext });
    expect(strange).toMatchObject({ status: 403, body: { code: 'request.forbidden' } });
  },
);

test('an operators’ route serves no caller whom AWS_IAM has not verified, whatever headers the request has', async () => {
  const { requestContext } = eventFor('POST /api/echo');
  const answer = await call('POST /api/operator/broken', { headers: { authorization: OPERATOR } }, { requestContext });
  expect(answer).toMatchObject({ status: 403, body: { code: 'request.forbidden' } });
});

test('a request that did not come through the distribution is refused, whatever it holds', async () => {
  for (const secret of [undefined, '', 'the secret of the origim', 'the secret of the origin '])
    for (const text of ['{}', 'no JSON'])
      expect(await echo(text, { 'x-landfall-origin': secret })).toMatchObject({
        status: 403,
        body: { code: 'request.forbidden' },
      });
  expect((await echo('{}', { 'x-landfall-origin': 'an older one' })).status).toBe(200);
});

test('a request that changes something carries x-landfall, before its body is looked at; one that reads needs none', async () => {
  const without = { 'x-landfall': undefined };
  const refused = { status: 403, body: { code: 'request.header_missing' } };
  for (const text of ['{}', 'no JSON']) expect(await echo(text, without)).toMatchObject(refused);
  expect((await call('GET /api/read', { headers: without })).status).toBe(200);
  expect((await call('POST /api/operator/broken', { headers: without })).status).toBe(500);
});

test('the source is the viewer’s address that the distribution saw; of an operator the gateway’s', async () => {
  expect((await echo('{}')).body.source).toBe('192.0.2.1');
  expect((await echo('{}', { 'x-landfall-viewer': undefined })).body.source).toBe('unknown');
  const { body } = await call('POST /api/operator/who/{name}', { body: { a: 'x' }, params: { name: '0f' } });
  expect(body.actor).toEqual({
    id: OPERATOR,
    role: 'admin',
    operator: true,
    fresh: true,
    methods: [],
    source: '198.51.100.1',
  });
});

test('an ARN counts on an operators’ route alone', async () => {
  const { requestContext } = eventFor('POST /api/operator/who/{name}');
  const answer = await call('POST /api/admin/who/{name}', { body: { a: 'x' } }, { requestContext });
  expect(answer).toMatchObject({ status: 401, body: { code: 'session.required' } });
});

test('the caller is checked before the schemas, and after the body is JSON', async () => {
  const who = (session: string | undefined, sent: Sent) =>
    call('POST /api/admin/who/{name}', { session, params: { name: '0f' }, ...sent });
  const lower = await sessionOf(store, 'anna');
  const root = await sessionOf(store, 'root');
  expect(await who(lower, { body: { b: 1 } })).toMatchObject({ status: 403, body: { code: 'role.required' } });
  expect(await who(lower, { text: 'no JSON' })).toMatchObject({ status: 400, body: { code: 'request.not_json' } });
  expect(await who(root, { body: { b: 1 } })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  const given = { body: { a: 'x' }, query: { n: '7' }, params: { name: '0f', other: 'y' } };
  expect(await who(root, given)).toMatchObject({
    status: 200,
    body: { actor: { id: 'root' }, params: { name: '0f' }, query: { n: 7 }, body: { a: 'x' } },
  });
});
