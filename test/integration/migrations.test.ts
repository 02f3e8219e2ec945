/**
 * The record of a migration and its notices on a real DynamoDB engine: claims with one winner, progress, failures, lists.
 */

import * as migrations from '#adapters/runs/index.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import { mailboxHash, noticeId } from '#core/migration/notice.ts';
import { NO_NOTICES, type RunRecord, viewOf } from '#core/migration/record.ts';
import { sumTotals } from '#core/migration/totals.ts';
import { createHandler as recordFailure } from '#lambdas/record-failure/handler.ts';
import { writerPorts } from '#lambdas/shared/writer-ports.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { claimNotice, markUntold, recordNotice, releaseNotice } from '#test/support/notices.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

const NOW = 1_800_000_000_000;
const id = (digit: string) => digit.repeat(32);
const A = id('a');
const at = (attempt = 1) => ({ migration: A, attempt });

const record = (over: Partial<RunRecord> = {}): RunRecord => ({
  id: A,
  status: 'starting',
  kind: 'import',
  policy: 'skip',
  attempt: 1,
  generation: 1,
  key: 'staged/x',
  etag: 'e',
  size: 9,
  requestedBy: 'ann',
  firstSeenAt: NOW,
  startedAt: NOW,
  execution: `${A}-run-1`,
  states: {},
  input: '{}',
  ...over,
});
const stateOf = async (name: 'VerifyParts' | 'IngestParts') => (await migrations.readRun(A))!.states[name];

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
});
beforeEach(async () => {
  await createTables();
});
afterAll(() => engine.stop());

describe('claims', () => {
  test('one of twenty simultaneous first claims on a migration wins, and the migration is listed once', async () => {
    const won = await Promise.all(
      Array.from({ length: 20 }, () => migrations.createRun(record(), { entries: ENTRIES })),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await migrations.listRuns(10)).records).toHaveLength(1);
  });

  test('one of twenty claims on a failed attempt wins, and a claim on an older state of the record loses', async () => {
    const seen = record({ status: 'failed' });
    await migrations.createRun(seen, { entries: ENTRIES });
    const next = record({ attempt: 2 });
    const won = await Promise.all(
      Array.from({ length: 20 }, () => migrations.claim(next, seen, ENTRIES, { writes: true })),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await migrations.claim(record({ attempt: 3 }), seen, ENTRIES, { writes: true })).toBe(false);
    expect((await migrations.readRun(A))!.attempt).toBe(2);
  });

  test('the start of a migration is recorded, but never replaces what the first state has written', async () => {
    await migrations.createRun(record(), { entries: ENTRIES });
    await migrations.enterState(at(), 'ReadManifest', NOW);
    await migrations.markFailed(at(), NOW, { code: 'x.y', hint: 'h' }, ['ReadManifest']);
    await migrations.markStarted(A, 1);
    expect(await migrations.readRun(A)).toMatchObject({ status: 'failed' });
  });
});

describe('progress', () => {
  beforeEach(async () => void (await migrations.createRun(record(), { entries: ENTRIES })));

  test('a state of a migration begins once, counts its work, and ends with the true count', async () => {
    await Promise.all([1, 2, 3].map((part) => migrations.enterState(at(), 'VerifyParts', NOW + part, 3)));
    await Promise.all([1, 2, 3, 4].map(() => migrations.countDone(at(), 'VerifyParts')));
    expect(await stateOf('VerifyParts')).toMatchObject({ status: 'running', done: 4, total: 3 });
    await migrations.finishState(at(), 'VerifyParts', NOW + 9, 3);
    await migrations.finishState(at(), 'VerifyParts', NOW + 99, 3);
    expect(await stateOf('VerifyParts')).toMatchObject({ status: 'succeeded', done: 3, finishedAt: NOW + 9 });
  });

  test('a function of an earlier attempt can no longer write the record', async () => {
    const seen = (await migrations.readRun(A))!;
    await migrations.claim(record({ attempt: 2 }), seen, ENTRIES, { writes: true });
    for (const late of [
      migrations.enterState(at(1), 'IngestParts', NOW, 1),
      migrations.noteFacts(at(1), { parts: 5 }),
      migrations.markSucceeded(at(1), NOW, { totals: { ...sumTotals([]), notices: NO_NOTICES }, waitsFor: [] }, true),
    ])
      await expect(late).rejects.toMatchObject({ code: 'run.superseded' });
    expect(await migrations.markFailed(at(1), NOW, { code: 'x.y', hint: '' }, [])).toBe(false);
  });

  test('a function that outlives its attempt does not make it run again', async () => {
    await migrations.enterState(at(), 'IngestParts', NOW, 9);
    await migrations.markFailed(at(), NOW + 5, { code: 'x.y', hint: 'h' }, ['IngestParts']);
    await expect(migrations.enterState(at(), 'IngestParts', NOW + 9, 9)).rejects.toMatchObject({
      code: 'run.superseded',
    });
    await migrations.countDone(at(), 'IngestParts');
    expect(await migrations.readRun(A)).toMatchObject({ status: 'failed', finishedAt: NOW + 5 });
  });

  test('a campaign goes on from the cursor where it was, and from no other', async () => {
    const [one, two] = [
      { part: 1, line: 100 },
      { part: 1, line: 200 },
    ];
    await migrations.enterState(at(), 'NotifyUsers', NOW, 250);
    await migrations.commitNotices(at(), undefined, one, { ...NO_NOTICES, sent: 90, notInformed: 10 });
    await expect(migrations.commitNotices(at(), undefined, one, { ...NO_NOTICES, sent: 100 })).rejects.toThrow();
    await migrations.commitNotices(at(), one, two, { ...NO_NOTICES, sent: 200 });
    await expect(migrations.commitNotices(at(), one, two, { ...NO_NOTICES, sent: 300 })).rejects.toThrow();
    expect(await migrations.readRun(A)).toMatchObject({
      campaign: two,
      notices: { sent: 200 },
      states: { NotifyUsers: { status: 'running', done: 200, total: 250 } },
    });
  });

  test('the end of a migration clears the errors of parts that were tried again, and a dry run’s end completes nothing', async () => {
    await migrations.noteReason(at(), { code: 'package.changed', hint: 'h' });
    const totals = { ...sumTotals([]), notices: NO_NOTICES };
    await migrations.markSucceeded(at(), NOW, { totals, waitsFor: ['confirmation'] }, false);
    const done = (await migrations.readRun(A))!;
    expect(done).toMatchObject({ status: 'succeeded', totals, waitsFor: ['confirmation'] });
    expect([done.error, done.completedAt]).toEqual([undefined, undefined]);
    await migrations.markSucceeded(at(), NOW + 5, { totals, waitsFor: [] }, true);
    expect(await migrations.readRun(A)).toMatchObject({ completedAt: NOW + 5, waitsFor: [] });
  });

  test('the view of a migration shows all states in order and no internal field', async () => {
    await migrations.enterState(at(), 'ReadManifest', NOW);
    const view = viewOf((await migrations.readRun(A))!);
    expect(view.states.map(({ state, status }) => `${state} ${status}`).slice(0, 2)).toEqual([
      'ReadManifest running',
      'VerifyParts pending',
    ]);
    expect(Object.keys(view)).not.toEqual(expect.arrayContaining(['input']));
  });

  test('the view shows the settings that a dry run would change, and those that a run has changed', async () => {
    const value = { selfService: 'x', forgotPasswordLink: true };
    const change = { before: value, after: value, weakened: true, version: 3 };
    await migrations.noteFacts(at(), {
      settingsChange: { ...change, status: 'applied' },
      settingsPreview: { ...change, status: 'preview' },
    });
    const seen = (await migrations.readRun(A))!;
    expect(viewOf(seen).settingsChange?.status).toBe('applied');
    expect(viewOf({ ...seen, kind: 'preview' }).settingsChange?.status).toBe('preview');
    const { settingsPreview: _none, ...done } = seen;
    expect(viewOf({ ...done, kind: 'preview' }).settingsChange).toBeUndefined();
  });
});

describe('record-failure', () => {
  const handler = recordFailure({ ...writerPorts, ...migrations, tell: async () => {}, now: () => NOW + 7 });
  const call = (event: object) => handler(event as never, {} as never) as Promise<unknown>;
  const caught = (code: string, cause: string, attempt = 1) => ({
    migration: A,
    attempt,
    error: {
      Error: code,
      Cause: cause,
    },
  });
  const rule = (status: string, name = `${A}-run-1`, more: object = {}) => ({ detail: { status, name, ...more } });

  beforeEach(async () => {
    await migrations.createRun(record(), { entries: ENTRIES });
    await migrations.enterState(at(), 'VerifyParts', NOW, 2);
  });

  test('a caught error is recorded with code, hint and state, and the later event of the rule changes nothing', async () => {
    await call(caught('package.untrusted', 'Add the key.'));
    await call(rule('FAILED', undefined, { error: 'States.Runtime', cause: 'secret' }));
    expect(await migrations.readRun(A)).toMatchObject({
      status: 'failed',
      finishedAt: NOW + 7,
      error: { code: 'package.untrusted', hint: 'Add the key.', state: 'VerifyParts' },
      states: { VerifyParts: { status: 'failed' } },
    });
  });

  test('a Map that failed is recorded with the error of its part', async () => {
    await migrations.noteReason(at(), { code: 'package.part_tampered', hint: 'Pack again.' });
    await migrations.noteReason(at(), { code: 'package.changed', hint: 'later' });
    expect(await call(caught('States.ExceedToleratedFailureThreshold', 'x'))).toEqual({
      code: 'package.part_tampered',
      hint: 'Pack again.',
    });
    expect(await migrations.readRun(A)).toMatchObject({ error: { code: 'package.part_tampered' } });
  });

  test.each([
    ['TIMED_OUT', 'execution.timed_out'],
    ['ABORTED', 'execution.aborted'],
  ])('an execution that ended as %s, which no state can catch, is recorded', async (status, code) => {
    await call(rule(status));
    expect(await migrations.readRun(A)).toMatchObject({ status: 'failed', error: { code } });
  });

  test('an earlier attempt’s failure does not change the record of the present one', async () => {
    await migrations.claim(record({ attempt: 2 }), (await migrations.readRun(A))!, ENTRIES, { writes: true });
    await call(rule('FAILED'));
    await call(caught('package.untrusted', 'x', 1));
    expect(await migrations.readRun(A)).toMatchObject({ status: 'starting', attempt: 2 });
  });

  test('events of other state machines and of unknown migrations are ignored', async () => {
    await call(rule('FAILED', 'something-else'));
    await call(rule('FAILED', `${id('b')}-run-1`));
    expect(await migrations.readRun(id('b'))).toBeUndefined();
  });
});

test('an unreadable upload is recorded once and listed', async () => {
  const failed = record({ status: 'failed', error: { code: 'package.not_zip', hint: 'h' } });
  await migrations.createRun(failed);
  await migrations.createRun({ ...failed, startedAt: NOW + 5 });
  expect((await migrations.listRuns(10)).records).toMatchObject([{ startedAt: NOW }]);
});

test('the list is newest first, in pages', async () => {
  for (const [index, digit] of ['a', 'b', 'c', 'd', 'e'].entries())
    await migrations.createRun(record({ id: id(digit), firstSeenAt: NOW + index }), { entries: ENTRIES });
  const seen: string[] = [];
  let next: string | undefined;
  do {
    const page = await migrations.listRuns(2, next);
    seen.push(...page.records.map((one) => one.id[0]!));
    next = page.next;
  } while (next !== undefined);
  expect(seen).toEqual(['e', 'd', 'c', 'b', 'a']);
});

test('finished parts are found by mode and generation', async () => {
  const put = (dryRun: boolean, part: number, generation: number) =>
    migrations.putPart(A, dryRun, { part, generation, totals: sumTotals([]) });
  await Promise.all([put(false, 1, 1), put(false, 2, 2), put(true, 1, 2), put(false, 100_000, 2)]);
  // Beyond the number of parts that is said, and without the large changes that each has: they are named.
  const found = async (dryRun: boolean, generation: number, parts = 2) =>
    (await migrations.sumParts(A, dryRun, generation, parts)).unsaid;
  expect(await found(false, 2)).toEqual([2, 100_000]);
  expect(await found(false, 2, 100_000)).toEqual([2, 100_000]);
  expect(await found(true, 2)).toEqual([1]);
  await migrations.putPart(A, false, { part: 2, generation: 2, totals: sumTotals([]), large: { changed: 1, gone: 2 } });
  expect(await migrations.sumParts(A, false, 2, 2)).toMatchObject({ finished: 2, large: { changed: 1, gone: 2 } });
  expect(await migrations.readPart(A, false, 1)).toMatchObject({ generation: 1 });
});

test('finished parts are listed from a given part on, in order, of one mode alone', async () => {
  const put = (dryRun: boolean, part: number) =>
    migrations.putPart(A, dryRun, { part, generation: 1, totals: sumTotals([]) });
  await Promise.all([1, 2, 9, 10, 11, 100_000].map((part) => put(false, part)));
  await Promise.all([put(true, 3), migrations.createRun(record(), { entries: ENTRIES })]);
  const found = async (part: number, limit: number) =>
    (await migrations.finishedFrom(A, false, part, limit)).map((finished) => finished.part);
  expect(await found(1, 10)).toEqual([1, 2, 9, 10, 11, 100_000]);
  expect(await found(3, 2)).toEqual([9, 10]);
  expect(await found(100_001, 10)).toEqual([]);
});

describe('notices', () => {
  test('one of twenty simultaneous claims on a notice wins, and a sent notice is never claimed again', async () => {
    const won = await Promise.all(Array.from({ length: 20 }, () => claimNotice('ana', A, NOW)));
    expect(won.filter(Boolean)).toHaveLength(1);
    await recordNotice('ana', 'sent', NOW + 1, { to: 'ana@corp.example', messageId: 'ses-id' });
    expect(await claimNotice('ana', id('b'), NOW + 2)).toBe(false);
    await releaseNotice('ana', A);
    await markUntold('ana', 'not-informed', A, NOW + 3);
    expect((await readNotices(['ana', 'bo'])).get('ana')).toMatchObject({
      status: 'sent',
      messageId: 'ses-id',
      to: mailboxHash('ana@corp.example'),
    });
  });

  test('one of twenty deliveries of one event counts, also before the mail is recorded as sent', async () => {
    await migrations.createRun(record(), { entries: ENTRIES });
    expect(await migrations.readRun(A)).not.toHaveProperty('returned');
    await claimNotice('ana', A, NOW);
    const mail = { kind: 'bounced', migration: A, notice: noticeId('ana') } as const;
    const won = await Promise.all(Array.from({ length: 20 }, () => migrations.markReturned(mail, NOW + 1)));
    expect(won.filter(Boolean)).toHaveLength(1);
    await recordNotice('ana', 'sent', NOW + 2, { to: 'ana@corp.example', messageId: 'ses-id' });
    expect((await readNotices(['ana'])).get('ana')).toMatchObject({ status: 'bounced', migration: A });
    expect(await claimNotice('ana', A, NOW + 3)).toBe(false);
    expect(await migrations.readReturned(A)).toEqual({ bounced: 1, complained: 0 });
  });

  test('mails that come back at the same time are all counted', async () => {
    const keys = Array.from({ length: 30 }, (_item, index) => `crew-${index}`);
    for (const key of keys) await claimNotice(key, A, NOW);
    const back = keys.map((key) =>
      migrations.markReturned({ kind: 'bounced', migration: A, notice: noticeId(key) }, NOW),
    );
    expect((await Promise.all(back)).every(Boolean)).toBe(true);
    expect(await migrations.readReturned(A)).toEqual({ bounced: 30, complained: 0 });
  });

  test('returned mails are counted by kind, shown with the migration, and kept over its next attempt', async () => {
    const seen = record({ status: 'failed' });
    await migrations.createRun(seen, { entries: ENTRIES });
    for (const key of ['ana', 'bo', 'cy']) {
      await claimNotice(key, A, NOW);
      await recordNotice(key, 'sent', NOW, { to: 'ana@corp.example', messageId: 'id' });
    }
    const back = (kind: 'bounced' | 'complained', key: string, migration = A) =>
      migrations.markReturned({ kind, migration, notice: noticeId(key) }, NOW);
    expect([await back('bounced', 'ana'), await back('bounced', 'bo'), await back('complained', 'cy')]).toEqual([
      true,
      true,
      true,
    ]);
    // A complaint about a mail that bounced, about another migration's mail, and about an unknown one.
    expect([
      await back('complained', 'ana'),
      await back('bounced', 'cy', id('b')),
      await back('bounced', 'di'),
    ]).toEqual([false, false, false]);
    await migrations.claim(record({ attempt: 2 }), seen, ENTRIES, { writes: true });
    const returned = { bounced: 2, complained: 1 };
    expect(await migrations.readRun(A)).toMatchObject({ attempt: 2, returned });
    expect((await migrations.listRuns(10)).records).toMatchObject([{ id: A, returned }]);
    expect(await migrations.readReturned(id('b'))).toEqual({ bounced: 0, complained: 0 });
  });

  test('a notice that failed, was given back, or had no address may be claimed again', async () => {
    await claimNotice('ana', A, NOW);
    await recordNotice('ana', 'failed', NOW);
    expect(await claimNotice('ana', A, NOW)).toBe(true);
    await claimNotice('bo', A, NOW);
    await releaseNotice('bo', id('b'));
    expect(await claimNotice('bo', A, NOW)).toBe(false);
    await releaseNotice('bo', A);
    expect(await claimNotice('bo', A, NOW)).toBe(true);
    await markUntold('cy', 'not-informed', A, NOW);
    expect(await claimNotice('cy', A, NOW)).toBe(true);
  });
});
