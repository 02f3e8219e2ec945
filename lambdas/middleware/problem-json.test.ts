import { invalid, transient } from '#core/errors.ts';
import { eventFor } from '#test/support/edge.ts';
import { after } from '#test/support/guards.ts';
import { logLinesOf } from '#test/support/log-lines.ts';
import { problemJson } from './problem-json.ts';

const problem = async (error: Error) => {
  const response = await after(problemJson(), { error }, eventFor('GET /api/me'));
  return { status: response?.statusCode, headers: response?.headers, body: JSON.parse(response!.body) };
};

test('an error of ours is a problem with its code, its status and its facts', async () => {
  expect(await problem(invalid('pin.length', 'Too short.', { min: 4, max: 8 }))).toEqual({
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: 'urn:landfall:pin.length', title: 'Too short.', status: 400, code: 'pin.length', min: 4, max: 8 },
  });
});

test.each([
  ['a foreign error', new TypeError('the passcode is 123456'), 500],
  ['a passing fault', transient('directory.busy', new Error('the passcode is 123456')), 503],
])('the answer to %s tells nothing about it', async (_what, error, status) => {
  const { body, ...rest } = await problem(error);
  expect(rest.status).toBe(status);
  expect(body).toMatchObject({ type: 'urn:landfall:internal', status, code: 'internal', requestId: 'r1' });
  expect(JSON.stringify(body)).not.toMatch(/123456|busy/u);
});

test('an error that is not told to the caller is logged without its message; a refusal is not', async () => {
  const lines = await logLinesOf(() => problem(new TypeError('the passcode is 123456')));
  expect(lines).toMatchObject([{ event: 'api.failed', code: 'internal', errorName: 'TypeError' }]);
  expect(JSON.stringify(lines)).not.toContain('123456');
  expect(await logLinesOf(() => problem(invalid('feature.off', 'No.')))).toEqual([]);
});

test('a request of a source that had made too many is a line that is counted', async () => {
  const lines = await logLinesOf(() => problem(invalid('throttle.source', 'Wait.', { retryAfterSeconds: 5 })));
  expect(lines).toMatchObject([{ event: 'api.throttled', source: 'unknown' }]);
});
