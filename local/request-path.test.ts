import { decodedPath, normalizedPath, targetOf } from './request-path.ts';

test.each([
  ['/a?b=1?c', '/a', '?b=1?c'],
  ['http://x.example/api/logon?a=1', '/api/logon', '?a=1'],
  ['HTTP://x.example', '/', ''],
  ['http://x.example?a', '/', '?a'],
  ['//x/api', '//x/api', ''],
])('the target %s has the path %s and the query "%s"', (url, path, query) => {
  expect(targetOf(url)).toEqual({ path, query });
});

test.each([
  ['/%61pi/logon', '/api/logon'],
  ['/x/../%61pi/./logon', '/api/logon'],
  ['/%2e%2e/api/a', '/api/a'],
  ['/api/things/%2e%2e', '/api/'],
  ['/api/.', '/api/'],
  ['/api%2flogon', '/api%2Flogon'],
  ['/%2561pi/logon', '/%2561pi/logon'],
  ['/%zz', '/%zz'],
])('CloudFront compares %s as %s', (path, normalized) => {
  expect(normalizedPath(path)).toBe(normalized);
});

test.each([
  ['/api/user/a%2Fb', '/api/user/a/b'],
  ['/api/user/a%3Fb/c', '/api/user/a'],
  ['/api/user/100%25', '/api/user/100%'],
  ['/api/user/a%252Fb', '/api/user/a%2Fb'],
])('API Gateway looks %s up as %s', (path, decoded) => {
  expect(decodedPath(path)).toBe(decoded);
});
