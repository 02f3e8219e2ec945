import { aRequest, before } from '#test/support/guards.ts';
import { jsonBody } from './json-body.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const parsed = async (body: string, headers: Record<string, string> = JSON_TYPE, isBase64Encoded = false) =>
  (await before(jsonBody(), { body, headers, isBase64Encoded }))?.body;

test('a body is parsed as JSON, also where the gateway sends it in base64', async () => {
  expect(await parsed('{"a":[1]}')).toEqual({ a: [1] });
  expect(await parsed(Buffer.from('{"a":"ü"}').toString('base64'), JSON_TYPE, true)).toEqual({ a: 'ü' });
  expect(await parsed('"😀"', { 'content-type': 'Application/JSON; charset=utf-8' })).toBe('😀');
});

test('a request without a body passes, whatever its content type', async () => {
  expect(await before(jsonBody(), {})).toEqual(aRequest());
  expect(await before(jsonBody(), { body: '' })).toEqual(aRequest());
});

test.each([
  ['half a pair as a value', '{"userId":"\\ud800"}'],
  ['half a pair, the other way round', '{"a":{"b":["x\\uDE00\\ud83d"]}}'],
  ['half a pair as a key', '{"\\udc00":1}'],
  ['half a pair without an escape', '"\ud800"'],
  ['a byte order mark', '\ufeff{}'],
  ['its end missing', '{"a":'],
  ['more levels than can be parsed', `${'['.repeat(200_000)}${']'.repeat(200_000)}`.slice(0, 256 * 1024)],
])('a body with %s is refused as no JSON', async (_what, text) => {
  await expect(parsed(text)).rejects.toMatchObject({ code: 'request.not_json', status: 400 });
});

test.each(['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', 'text/html;application/json', ''])(
  'a body of the type %j is not read',
  async (type) => {
    const refused = { code: 'request.content_type', status: 415 };
    await expect(parsed('{}', { 'content-type': type })).rejects.toMatchObject(refused);
    await expect(parsed('{}', {})).rejects.toMatchObject(refused);
  },
);

test('a body of more than 256 KiB is not read, counted in bytes and before it is parsed', async () => {
  const refused = { code: 'request.too_large', status: 413 };
  expect(await parsed(`"${'x'.repeat(256 * 1024 - 2)}"`)).toHaveLength(256 * 1024 - 2);
  await expect(parsed(`"${'x'.repeat(256 * 1024 - 1)}"`)).rejects.toMatchObject(refused);
  await expect(parsed(`"${'\u20ac'.repeat(90 * 1024)}"`)).rejects.toMatchObject(refused);
  await expect(parsed('['.repeat(300 * 1024))).rejects.toMatchObject(refused);
});
