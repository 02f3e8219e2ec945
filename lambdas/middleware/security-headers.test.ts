import { after } from '#test/support/guards.ts';
import { securityHeaders } from './security-headers.ts';

const WANTED = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};
const response = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '' };

test('every answer has the headers of S4, also a refusal', async () => {
  const headers = { ...WANTED, 'content-type': 'application/json' };
  expect((await after(securityHeaders(), { response: { ...response } }))?.headers).toEqual(headers);
  const refused = { response: { ...response }, error: new Error('no') };
  expect((await after(securityHeaders(), refused))?.headers).toEqual(headers);
});

test('where there is no answer the middleware makes none', async () => {
  expect(await after(securityHeaders(), { error: new Error('no') })).toBeUndefined();
});
