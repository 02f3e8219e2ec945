import { failedExecution, failureOf } from './execution-failure.ts';

const ID = '0123456789abcdef0123456789abcdef';
const lambda = (errorMessage: string) => JSON.stringify({ errorType: 'x', errorMessage, trace: ['at secret.js'] });

test.each([
  ['Add the key.', 'as is'],
  [lambda('Add the key.'), 'in Lambda’s JSON'],
])('our own error keeps its sentence, %# %s', (cause) => {
  expect(failureOf('package.untrusted', cause)).toEqual({ code: 'package.untrusted', hint: 'Add the key.' });
});

test.each(['task.failed', 'TypeError', 'States.Runtime', 'States.ExceedToleratedFailureThreshold', 'States.Timeout'])(
  'the message of %s, which may quote anything, is not repeated',
  (error) => {
    const { code, hint } = failureOf(error, lambda('user lea@corp.example has seed 00112233'));
    expect(code).toBe(error);
    expect(hint).not.toMatch(/lea|0011/u);
    expect(hint).toMatch(/\.$/u);
  },
);

test('our own error without a sentence gets a general one, and a sentence that is too long is cut', () => {
  for (const cause of [undefined, '{}', '{"errorMessage":1}'])
    expect(failureOf('package.untrusted', cause)).toEqual({
      code: 'package.untrusted',
      hint: expect.stringMatching(/^Something failed/u),
    });
  expect(failureOf('package.untrusted', 'x'.repeat(1001)).hint).toBe('x'.repeat(1000));
});

test.each([
  'execution.failed',
  'task.failed',
  'Package.untrusted',
  'package',
  'package.',
  'package.x-y',
  '1.a',
  'a.b\nc',
  'a.b',
  'feature.forgot_password.off2',
])('%j is no code of ours, and its message is not repeated', (error) => {
  expect(failureOf(error, 'the seed 00112233').hint).not.toContain('seed');
});
test.each(['run.exists', 'package.signature_old', 'campaign.stopped'])(
  'the message of %j, which is in the catalogue, is kept',
  (error) => {
    expect(failureOf(error, 'Do this.').hint).toBe('Do this.');
  },
);

const event = (detail: object) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail,
});

test.each([
  ['TIMED_OUT', 'execution.timed_out'],
  ['ABORTED', 'execution.aborted'],
])('an event with status %s is recorded as %s', (status, code) => {
  expect(failedExecution(event({ name: `${ID}-run-3`, status, error: null, cause: null }))).toEqual({
    migration: ID,
    attempt: 3,
    failure: { code, hint: expect.stringContaining('again') },
  });
});

test('an event with status FAILED keeps the error that the execution ended with', () => {
  const told = failedExecution(
    event({ name: `${ID}-dry-1`, status: 'FAILED', error: 'package.unsigned', cause: 'Sign it.' }),
  );
  expect(told?.failure).toEqual({ code: 'package.unsigned', hint: 'Sign it.' });
});

test('an event with status FAILED and no error is recorded as execution.failed', () => {
  const told = failedExecution(event({ name: `${ID}-run-12`, status: 'FAILED', error: '', cause: null }));
  expect(told).toMatchObject({ migration: ID, attempt: 12, failure: { code: 'execution.failed' } });
});

test.each([`x${ID}-run-1`, `${ID}-run-1x`, `${ID}-run-`, `${ID}-map-1`, `${ID.slice(1)}-run-1`])(
  'no execution of ours: %s',
  (name) => {
    expect(failedExecution(event({ name, status: 'FAILED' }))).toBeUndefined();
  },
);

test.each([{ name: 'other', status: 'FAILED' }, { name: `${ID}-run-1`, status: 'SUCCEEDED' }, {}])(
  'nothing else: %j',
  (detail) => {
    expect(failedExecution(event(detail))).toBeUndefined();
  },
);
