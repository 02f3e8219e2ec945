import type { RunRecord } from '../record.ts';
import { confirmed, newRun, refusalOf, resumed, type StartRequest } from './claim.ts';

const ID = 'a'.repeat(32);
const NOW = 1_000_000;
const request = (over: Partial<StartRequest> = {}): StartRequest => ({
  key: 'staged/x',
  etag: 'e',
  size: 1,
  kind: 'import',
  policy: 'skip',
  options: {},
  packageId: 'b'.repeat(32),
  requestedBy: 'ann',
  ...over,
});
const first = newRun(ID, request(), 0, NOW);
const given = ({ input }: { input: string }) => JSON.parse(input) as Record<string, unknown>;
const ended = (over: Partial<RunRecord>): RunRecord => ({ ...first, finishedAt: NOW + 50, ...over });
const failedWriting = ended({
  status: 'failed',
  error: { code: 'x.y', hint: '' },
  states: { IngestParts: { status: 'failed', startedAt: NOW } },
});

test('a new run is attempt 1 of generation 1 with its own execution name and what its execution is given', () => {
  expect(first).toMatchObject({
    attempt: 1,
    generation: 1,
    execution: `${ID}-run-1`,
    importedAt: NOW,
    status: 'starting',
  });
  expect(first).not.toHaveProperty('options');
  expect(given(first)).toMatchObject({ migration: ID, manifestId: 'b'.repeat(32), dryRun: false, waitSeconds: 0 });
  const asked = newRun(ID, request({ options: { older: true } }), 0, NOW);
  expect([asked.options, given(asked)['options']]).toEqual([{ older: true }, { older: true }]);
});

test('a preview has an execution of its own kind, and imports nothing', () => {
  const preview = newRun(ID, request({ kind: 'preview' }), 0, NOW);
  expect(preview.execution).toBe(`${ID}-dry-1`);
  expect(preview).not.toHaveProperty('importedAt');
  expect(given(preview)).toMatchObject({ dryRun: true, importedAt: NOW });
});

test('a failed run is resumed as the next attempt of the same generation, after the longest function has ended', () => {
  const next = resumed(failedWriting, false, 0, NOW + 1050);
  expect(next).toMatchObject({
    id: ID,
    attempt: 2,
    generation: 1,
    execution: `${ID}-run-2`,
    importedAt: NOW,
    firstSeenAt: NOW,
    startedAt: NOW + 1050,
    status: 'starting',
    states: {},
  });
  expect([next.error, next.finishedAt]).toEqual([undefined, undefined]);
  expect(given(next)).toMatchObject({ attempt: 2, waitSeconds: 99 });
});

test('a run that failed before or after its parts, or long ago, or previewed, is resumed without waiting', () => {
  const wait = (seen: RunRecord, now = NOW) => given(resumed(seen, false, 0, now))['waitSeconds'];
  expect(wait(ended({ status: 'failed', states: { IngestParts: { status: 'succeeded', startedAt: 1 } } }))).toBe(0);
  expect(wait(ended({ status: 'failed', states: { ReadManifest: { status: 'failed', startedAt: 1 } } }))).toBe(0);
  expect(wait(failedWriting, NOW + 500_000)).toBe(0);
  expect(wait({ ...failedWriting, kind: 'preview' }, NOW + 1050)).toBe(0);
  const { finishedAt: _end, ...endless } = failedWriting;
  expect(wait({ ...endless, status: 'running' }, NOW + 1050)).toBe(0);
});

test('the settings from before a run are kept through its attempts', () => {
  const settingsChange = { status: 'applied', version: 3, weakened: false } as NonNullable<RunRecord['settingsChange']>;
  expect(resumed({ ...failedWriting, settingsChange }, false, 0, NOW).settingsChange).toBe(settingsChange);
});

test('no attempt begins while one is under way, nor of a run that has not failed', () => {
  const code = (seen: RunRecord, running = false) => {
    try {
      resumed(seen, running, 0, NOW);
      return 'resumed';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code({ ...first, status: 'running' }, true)).toBe('run.running');
  expect(code({ ...first, status: 'queued' })).toBe('run.running');
  expect(code({ ...first, status: 'running' })).toBe('resumed');
  for (const status of ['succeeded', 'waiting', 'not-started'] as const)
    expect(code(ended({ status }))).toBe('run.not_failed');
  expect(code(ended({ status: 'failed', kind: 'rollback' }))).toBe('resumed');
  const { packageId: _none, ...unreadable } = failedWriting;
  expect(code(unreadable)).toBe('run.not_failed');
});

describe('a package that is known', () => {
  const asked = (over: object = {}) => ({ options: {}, again: false, ...over });
  const succeeded = ended({ status: 'succeeded', completedAt: NOW + 50 });

  test('is imported where no import of it is under way or done', () => {
    expect(refusalOf(undefined, false, asked())).toBeUndefined();
    expect(refusalOf(failedWriting, false, asked())).toBeUndefined();
    expect(refusalOf({ ...first, status: 'running' }, false, asked())).toBeUndefined();
  });

  test('is not imported twice at once', () => {
    const running = { code: 'run.running', facts: { run: ID } };
    expect(refusalOf({ ...first, status: 'running' }, true, asked({ again: true }))).toMatchObject(running);
    expect(refusalOf({ ...first, status: 'queued' }, false, asked({ again: true }))).toMatchObject(running);
  });

  test('is imported once more only where that is asked for, or with other options', () => {
    expect(refusalOf(succeeded, false, asked())).toMatchObject({
      code: 'run.done',
      status: 409,
      facts: { run: ID, at: NOW + 50 },
      message: expect.stringContaining(`by run ${ID}`),
    });
    expect(refusalOf(ended({ status: 'waiting' }), false, asked())).toMatchObject({ code: 'run.done' });
    expect(refusalOf(succeeded, false, asked({ again: true }))).toBeUndefined();
    expect(refusalOf(succeeded, false, asked({ options: { applyToTouched: true } }))).toBeUndefined();
  });

  test('imports those who were not in its wave without a further word, and the same wave once', () => {
    const wave = { ...succeeded, options: { only: true }, wave: 'a' } as const;
    expect(refusalOf(wave, false, asked())).toBeUndefined();
    expect(refusalOf(wave, false, asked({ options: { only: true }, wave: 'b' }))).toBeUndefined();
    expect(refusalOf(wave, false, asked({ options: { only: true }, wave: 'a' }))).toMatchObject({ code: 'run.done' });
  });
});

describe('a yes to what a run waits for', () => {
  const waiting = ended({ status: 'waiting', waitsFor: ['confirmation'], options: { disableGone: true } });

  test('starts the next attempt, which does all parts again with the yes', () => {
    const next = confirmed(waiting, 7, 'ada', NOW + 99);
    expect(next).toMatchObject({
      attempt: 2,
      generation: 2,
      status: 'starting',
      execution: `${ID}-run-2`,
      options: { disableGone: true, confirmed: true },
    });
    expect([next.waitsFor, next.finishedAt, next.approval]).toEqual([undefined, undefined, undefined]);
    expect(given(next)).toMatchObject({ options: { confirmed: true }, waitSeconds: 7, generation: 2 });
    expect(confirmed({ ...waiting, status: 'succeeded' }, 0, 'ada', NOW).attempt).toBe(2);
  });

  test('answers a change of settings that waits as well', () => {
    const values = { selfService: 'a', forgotPasswordLink: true };
    const settingsChange = { status: 'awaited', before: values, after: values, weakened: true, version: 1 } as const;
    const next = confirmed({ ...waiting, waitsFor: ['approval', 'confirmation'], settingsChange }, 0, 'ada', NOW);
    expect(next.approval).toEqual({ decision: 'approved', by: 'ada', at: NOW, before: values, after: values });
  });

  test('is refused where the run waits for none, or goes on', () => {
    const refused = expect.objectContaining({ code: 'run.not_waiting' }) as Error;
    for (const over of [{ waitsFor: [] }, { waitsFor: ['approval'] }, { status: 'running' }, { kind: 'preview' }])
      expect(() => confirmed({ ...waiting, ...over } as RunRecord, 0, 'ada', NOW)).toThrow(refused);
    const { waitsFor: _none, ...old } = waiting;
    expect(() => confirmed(old, 0, 'ada', NOW)).toThrow(refused);
  });
});

test('what a run was given for its source’s people is told to each of its attempts', () => {
  const first = newRun(ID, request({ givenUserIds: true }), 0, NOW);
  expect(given(first)).toMatchObject({ givenUserIds: true });
  expect(given(resumed({ ...first, status: 'failed' }, false, 0, NOW))).toMatchObject({ givenUserIds: true });
});
