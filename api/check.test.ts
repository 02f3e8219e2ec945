import { checkAnswer, faultsOf, routeOf } from './check.ts';

const json = { contentType: 'application/json', cookies: [] };
const problem = { contentType: 'application/problem+json', cookies: [] };
const failed = { type: 'urn:landfall:logon.failed', title: 'No.', status: 401, code: 'logon.failed' };

test('a route is found by its path, a literal path before one with parameters', () => {
  expect(routeOf('GET', '/api/admin/users?userId=ada')).toBe('GET /api/admin/users');
  expect(routeOf('GET', '/api/operator/runs/0f/report')).toBe('GET /api/operator/runs/{id}/report');
  expect(routeOf('POST', '/api/operator/uploads/complete')).toBe('POST /api/operator/uploads/complete');
  expect(routeOf('GET', '/api/nothing')).toBeUndefined();
});

test('an answer as described has no fault', () => {
  const asked = { ...json, status: 202, body: { status: 'asked' } };
  expect(faultsOf('POST /api/forgot-password', asked)).toEqual([]);
  expect(faultsOf('POST /api/logoff', { ...json, status: 204, body: undefined, cookies: ['gone'] })).toEqual([]);
  expect(faultsOf('POST /api/logon', { ...problem, status: 401, body: failed })).toEqual([]);
  const gateway = { ...json, status: 403, body: { message: 'Forbidden' } };
  expect(faultsOf('GET /api/operator/settings', gateway)).toEqual([]);
});

test.each([
  ['GET /api/nowhere', { ...json, status: 200, body: {} }],
  ['POST /api/forgot-password', { ...json, status: 200, body: { status: 'asked' } }],
  ['POST /api/forgot-password', { ...json, status: 202, body: { status: 'asked', known: true } }],
  ['POST /api/forgot-password', { ...json, status: 202, body: undefined }],
  ['POST /api/forgot-password', { ...json, status: 202, body: { status: 'asked' }, cookies: ['one'] }],
  ['POST /api/forgot-password', { ...json, status: 202, body: { status: 'asked' }, contentType: 'text/html' }],
  ['POST /api/logoff', { ...json, status: 204, body: {} }],
  ['PUT /api/me/password', { ...json, status: 204, body: undefined }],
  ['GET /api/me', { ...problem, status: 401, body: failed }],
  ['POST /api/logon', { ...problem, status: 403, body: { ...failed, status: 403 } }],
  ['POST /api/logon', { ...problem, status: 401, body: { ...failed, status: 400 } }],
  ['POST /api/logon', { ...problem, status: 401, body: { ...failed, type: 'about:blank' } }],
  ['POST /api/logon', { ...problem, status: 401, body: { ...failed, reason: 'user.unknown' } }],
  ['POST /api/logon', { ...json, status: 401, body: failed }],
  ['POST /api/logon', { ...json, status: 401, body: undefined }],
])('%s: an answer that is not as described has a fault', (route, answer) => {
  expect(() => checkAnswer(route, answer)).toThrow(route);
});
