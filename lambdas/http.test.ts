/** What stands before every route, seen through one that takes anything; operators' requests need no origin's secret. */
import { api, type HttpEvent } from './http.ts';

const handler = api({
  'POST /api/operator/echo': async ({ body }) => ({ status: 200, body: { body } }),
  'POST /api/operator/broken': async () => {
    throw new Error('the passcode is 123456');
  },
});
const call = async (body: string, more: Partial<HttpEvent> = {}) => {
  const event: HttpEvent = {
    routeKey: 'POST /api/operator/echo',
    rawPath: '/api/operator/echo',
    headers: { 'content-type': 'application/json' },
    body,
    requestContext: {
      requestId: 'r1',
      http: { method: 'POST', sourceIp: '192.0.2.1' },
      authorizer: { iam: { userArn: 'arn:aws:iam::1:user/o' } },
    },
    ...more,
  };
  const { statusCode, body: answer } = await handler(event, {} as never);
  return { status: statusCode, body: JSON.parse(answer) };
};
const NOT_JSON = { status: 400, body: { code: 'request.not_json' } };

test('JSON arrives as it is, emoji included', async () => {
  expect(await call('{"a":["\\ud83d\\ude00"]}')).toEqual({ status: 200, body: { body: { a: ['😀'] } } });
});

test.each([
  ['half a pair as a value', '{"userId":"\\ud800"}'],
  ['half a pair, the other way round', '{"a":{"b":["x\\uDE00\\ud83d"]}}'],
  ['half a pair as a key', '{"\\udc00":1}'],
  ['a mark before it', '\ufeff{}'],
  ['cut short', '{"a":'],
  ['nothing can be so deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`.slice(0, 256 * 1024)],
])('%s is refused like any other rubbish', async (_what, text) => {
  expect(await call(text)).toMatchObject(NOT_JSON);
});

test('keys that others trip over stay data', async () => {
  const { body } = await call('{"__proto__":{"admin":true},"constructor":1}');
  expect(JSON.stringify(body)).toBe('{"body":{"__proto__":{"admin":true},"constructor":1}}');
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

test('another type, or more than 256 KiB, is not read', async () => {
  expect(await call('{}', { headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 415 });
  expect(await call(`"${'x'.repeat(256 * 1024)}"`)).toMatchObject({ status: 413 });
  expect(await call(`"${'\u20ac'.repeat(90 * 1024)}"`)).toMatchObject({ status: 413 });
});

test('a failure says nothing of the inside (L4)', async () => {
  const answer = await call('{}', { routeKey: 'POST /api/operator/broken' });
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal', requestId: 'r1' } });
  expect(JSON.stringify(answer)).not.toContain('123456');
});

test('a route that the template has and the function has not is a 404', async () => {
  expect(await call('{}', { routeKey: 'GET /api/operator/none' })).toMatchObject({ status: 404 });
});

test('without a caller that AWS_IAM has verified nothing is served to operators', async () => {
  const requestContext = { requestId: 'r1', http: { method: 'POST', sourceIp: '192.0.2.1' } };
  expect(await call('{}', { requestContext })).toMatchObject({ status: 403, body: { code: 'request.forbidden' } });
});
