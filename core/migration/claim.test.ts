import { decideStart, type StartRequest } from './claim.ts';
import type { RunRecord } from './record.ts';

const ID = 'a'.repeat(32);
const NOW = 1_000_000;
const request = (over: Partial<StartRequest> = {}): StartRequest => ({
  key: 'staged/x',
  etag: 'e',
  size: 1,
  kind: 'import',
  policy: 'skip',
  again: false,
  requestedBy: 'ann',
  ...over,
});
const upload = (eventAt: number) => request({ key: 'uploads/x', requestedBy: 'upload', eventAt });

function claimed(seen: RunRecord | undefined, over: Partial<StartRequest> = {}, now = NOW) {
  const verdict = decideStart(ID, request(over), seen, false, now);
  if (verdict.kind !== 'claim') throw new Error(verdict.kind);
  return verdict.claim;
}
const first = claimed(undefined).record;
const ended = (over: Partial<RunRecord>): RunRecord => ({ ...first, finishedAt: NOW + 50, ...over });
const succeeded = ended({ status: 'succeeded', completedAt: NOW + 50 });
const failedWriting = ended({ status: 'failed', states: { IngestParts: { status: 'failed', startedAt: NOW } } });

test('a new package starts as attempt 1 of generation 1 with its own execution name', () => {
  expect(claimed(undefined)).toMatchObject({
    waitSeconds: 0,
    record: { attempt: 1, generation: 1, execution: `${ID}-run-1`, importedAt: NOW, status: 'starting' },
  });
});

test('a run after a dry run is executed and does all parts', () => {
  const dry = claimed(undefined, { kind: 'preview' }).record;
  expect(dry).toMatchObject({ execution: `${ID}-dry-1` });
  expect(dry.importedAt).toBeUndefined();
  const run = claimed({ ...dry, status: 'succeeded' }, {}, NOW + 9).record;
  expect(run).toMatchObject({ attempt: 2, generation: 2, execution: `${ID}-run-2`, importedAt: NOW + 9 });
});

test('a failed run is resumed as the next attempt of the same generation, after the longest function has ended', () => {
  expect(claimed(failedWriting, {}, NOW + 1050)).toMatchObject({
    waitSeconds: 99,
    record: { attempt: 2, generation: 1, importedAt: NOW, firstSeenAt: NOW },
  });
});

test('a run that failed before or after its parts, or long ago, is resumed without waiting', () => {
  const states = { IngestParts: { status: 'succeeded', startedAt: 1 } } as const;
  expect(claimed(ended({ status: 'failed', states })).waitSeconds).toBe(0);
  expect(
    claimed(ended({ status: 'failed', states: { ReadManifest: { status: 'failed', startedAt: 1 } } })).waitSeconds,
  ).toBe(0);
  expect(claimed(failedWriting, {}, NOW + 500_000).waitSeconds).toBe(0);
});

test('a resume under another policy does all parts again', () => {
  expect(claimed(failedWriting, { policy: 'update' }).record.generation).toBe(2);
});

test('a migration that is done runs again only if asked to, and then does all parts with the first run’s time', () => {
  expect(decideStart(ID, request(), succeeded, false, NOW)).toMatchObject({
    kind: 'refuse',
    error: { code: 'run.done', status: 409 },
  });
  expect(claimed(succeeded, { again: true }, NOW + 9)).toMatchObject({
    record: { attempt: 2, generation: 2, importedAt: NOW, completedAt: NOW + 50 },
  });
});

test('a dry run of a migration that is done is allowed, and keeps its history', () => {
  const dry = claimed(succeeded, { kind: 'preview' }).record;
  expect(dry).toMatchObject({ completedAt: NOW + 50, importedAt: NOW });
  expect(decideStart(ID, request(), { ...dry, status: 'succeeded' }, false, NOW)).toMatchObject({ kind: 'refuse' });
});

test('no other attempt starts while one is running', () => {
  const running = { ...first, status: 'running' as const };
  expect(decideStart(ID, request({ again: true }), running, true, NOW)).toMatchObject({
    kind: 'refuse',
    error: { code: 'run.running' },
  });
  expect(decideStart(ID, upload(NOW + 1), running, true, NOW)).toEqual({ kind: 'nothing' });
});

test('an attempt whose execution is gone is taken over', () => {
  expect(claimed({ ...first, status: 'running' })).toMatchObject({ record: { attempt: 2 } });
});

describe('an upload’s event', () => {
  test('repeated after a failure starts nothing; a new upload of the same file resumes', () => {
    expect(decideStart(ID, upload(NOW), failedWriting, false, NOW + 99)).toEqual({ kind: 'nothing' });
    expect(decideStart(ID, upload(NOW + 60), failedWriting, false, NOW + 99)).toMatchObject({ kind: 'claim' });
  });

  test('repeated before its execution was started starts that one', () => {
    expect(decideStart(ID, upload(NOW - 1), first, false, NOW + 99)).toEqual({ kind: 'repeat' });
  });

  test('of a file that was migrated starts nothing', () => {
    expect(decideStart(ID, upload(NOW + 99), succeeded, false, NOW + 99)).toEqual({ kind: 'nothing' });
  });
});

test('the settings from before the first run are kept through later attempts', () => {
  const settingsChange = { status: 'applied', version: 3, weakened: false } as NonNullable<RunRecord['settingsChange']>;
  expect(claimed({ ...succeeded, settingsChange }, { again: true }).record.settingsChange).toBe(settingsChange);
});

test('only a run resumes, and only a run that failed', () => {
  const generation = (seen: Partial<RunRecord>, over: Partial<StartRequest> = {}) =>
    claimed({ ...failedWriting, ...seen }, over).record.generation;
  expect(generation({})).toBe(1);
  expect(generation({ status: 'running' })).toBe(2);
  expect(generation({ kind: 'preview' })).toBe(2);
  expect(generation({}, { kind: 'preview' })).toBe(2);
  expect(generation({}, { again: true })).toBe(2);
});

test('a start after a failed dry run does not wait', () => {
  expect(claimed({ ...failedWriting, kind: 'preview' }, {}, NOW + 1050).waitSeconds).toBe(0);
  const { finishedAt: _end, ...endless } = failedWriting;
  expect(claimed(endless, {}, NOW + 1050).waitSeconds).toBe(0);
});
