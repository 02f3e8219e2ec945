import { corsHeaders } from './cors.ts';

const any = {
  AllowedMethods: ['PUT'],
  AllowedOrigins: ['*'],
  AllowedHeaders: ['*'],
  ExposedHeaders: ['ETag'],
  MaxAge: 60,
};
const own = { AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['https://*.example.com'], AllowedHeaders: ['x-amz-*'] };
const origin = 'https://logon.example.com';
const preflight = (method: string, headers?: string) => ({
  origin,
  'access-control-request-method': method,
  ...(headers === undefined ? {} : { 'access-control-request-headers': headers }),
});

test('the answer to a preflight names the allowed method and headers, and how long it is valid', () => {
  expect(corsHeaders([any], 'OPTIONS', preflight('PUT', 'content-type, x-amz-meta-a'))).toEqual({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'PUT',
    'access-control-allow-headers': 'content-type, x-amz-meta-a',
    'access-control-expose-headers': 'ETag',
    'access-control-max-age': '60',
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  });
});

test('a request that is no preflight is matched by its own method', () => {
  expect(corsHeaders([any], 'PUT', { origin })).toMatchObject({ 'access-control-expose-headers': 'ETag' });
  expect(corsHeaders([any], 'GET', { origin })).toBeUndefined();
});

test('a rule for certain origins names the origin of the request, and the first rule that matches decides', () => {
  expect(corsHeaders([own, any], 'PUT', { origin })).toEqual({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, PUT',
    'access-control-allow-credentials': 'true',
    vary: expect.any(String),
  });
  expect(corsHeaders([own, any], 'OPTIONS', preflight('PUT', 'content-type'))).toMatchObject({
    'access-control-allow-origin': '*',
  });
});

test.each([
  ['without an origin', [any], 'PUT', {}],
  ['to a bucket without rules', [], 'PUT', { origin }],
  ['by another method', [any], 'OPTIONS', preflight('DELETE')],
  ['with another header', [own], 'OPTIONS', preflight('PUT', 'x-amz-date, authorization')],
  ['from another origin', [own], 'PUT', { origin: 'https://example.com' }],
  ['from an origin that only begins like an allowed one', [own], 'PUT', { origin: 'https://logon.example.com.evil' }],
  [
    'from an origin shorter than its pattern',
    [{ ...own, AllowedOrigins: ['https://a*a'] }],
    'PUT',
    { origin: 'https://a' },
  ],
] as const)('a request %s gets no cross-origin headers', (_what, rules, method, headers) => {
  expect(corsHeaders(rules, method, headers)).toBeUndefined();
});
