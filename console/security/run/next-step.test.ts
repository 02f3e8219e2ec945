import { isUnderWay, needsAgain, nextStepOf, waitsForYes } from './next-step.ts';

const run = { status: 'succeeded', kind: 'import', attempt: 1 } as const;
const dry = { ...run, kind: 'preview' } as const;
const failed = (code: string, attempt = 1) => ({ status: 'failed', attempt, error: { code, hint: '' } }) as const;

test.each([
  [{ ...run, status: 'starting' }, 'wait'],
  [{ ...dry, status: 'running' }, 'wait'],
  [{ ...run, status: 'waiting' }, 'decide'],
  [dry, 'import'],
  [{ ...dry, completedAt: 1 }, 'import-again'],
  [{ ...dry, ...failed('run.exists') }, 'preview-again'],
  [{ ...run, ...failed('run.parts_failed') }, 'run-again'],
  [{ ...run, ...failed('package.untrusted') }, 'run-again'],
  [{ ...dry, ...failed('package.signature_old') }, 'preview-again'],
  [{ ...run, ...failed('package.part_tampered') }, 'new-package'],
  [{ ...run, ...failed('package.untrusted', 0) }, 'new-package'],
  [{ ...dry, ...failed('package.wrong_key') }, 'new-package'],
  [{ ...run, status: 'failed' }, 'run-again'],
  [run, 'nothing'],
] as const)('the next step of %j is %s', (migration, step) => {
  expect(nextStepOf(migration)).toBe(step);
});

test('a start says `again` only after a completed run, and only a running migration is read repeatedly', () => {
  expect([needsAgain({}), needsAgain({ completedAt: 5 })]).toEqual([false, true]);
  expect((['starting', 'running', 'succeeded', 'failed'] as const).map((status) => isUnderWay({ status }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a run in the queue is waited for; one that will never start leads to a new preview', () => {
  const seen = { kind: 'import', attempt: 1 } as const;
  expect(nextStepOf({ ...seen, status: 'queued' })).toBe('wait');
  expect(nextStepOf({ ...seen, status: 'not-started' })).toBe('preview-again');
});

test('a run waits for a yes until it is given, or until the import is taken back', () => {
  expect(waitsForYes({})).toBe(false);
  expect(waitsForYes({ waitsFor: ['approval'] })).toBe(false);
  expect(waitsForYes({ waitsFor: ['confirmation'] })).toBe(true);
  expect(waitsForYes({ waitsFor: ['confirmation'], rollback: { run: 'r', at: 1 } })).toBe(false);
});
