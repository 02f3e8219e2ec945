/** Exports that follow each other leave no user of the source without the one mail that is due, and each run's sums are those of its package. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportRecord, UserRecord } from '#core/export/record.ts';
import type { RunView } from '#core/migration/record.ts';
import type { ReportPage } from '#core/migration/report/report-page.ts';
import { addsUp, sumsOf } from '#core/migration/sums.ts';
import { totalsOf } from '#core/migration/totals.ts';
import { landfall } from '../support/cli.ts';
import { eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleDescription, sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;
beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const ses = (account: object) => writeFileSync(join(running.data, 'mail-account.json'), JSON.stringify(account));
const address = (userId: string) => `${userId}@home.example`;
const user = (userId: string, more: Partial<UserRecord> = {}): UserRecord =>
  sampleUser(userId, { email: address(userId), tokens: [aTokenRecord()], ...more });

let clock = Date.now() - 3_600_000;
let uploads = 0;
/** Packs a minute after the package before, uploads, and waits for the end. */
async function importOf(source: string, records: readonly ExportRecord[]): Promise<RunView> {
  clock += 60_000;
  const users = records.filter((record): record is UserRecord => record.type === 'user');
  const counts = {
    ...sampleDescription.counts,
    users: users.length,
    tokensAssigned: users.reduce((sum, { tokens }) => sum + tokens.length, 0),
    tokensUnassigned: records.length - users.length,
  };
  const description = { source: { ...sampleDescription.source, deployment: source }, counts, full: true };
  const { bytes } = await packInMemory(importer.keys, records, { now: clock, partSize: 4, description });
  uploads += 1;
  return importer.ended(await importer.upload(bytes, `${source}-${uploads}.zip`));
}

async function reportOf(id: string): Promise<ReportPage['records']> {
  const records: ReportPage['records'][number][] = [];
  for (let part: number | undefined = 1; part !== undefined; ) {
    const page: ReportPage = await importer.client.call<ReportPage>('GET', `/runs/${id}/report`, { query: { part } });
    records.push(...page.records);
    part = page.next;
  }
  return records;
}

/** The totals of a run are those of its lines, and add up to the package. */
async function checkSums(run: RunView): Promise<void> {
  const records = await reportOf(run.id);
  const { notices: _notices, ...totals } = run.totals!;
  expect(totalsOf(records, run.enrolment!)).toEqual(totals);
  expect(addsUp(totals, run.counts)).toBe(true);
  expect(sumsOf(totals, run.counts).untold).toEqual({ users: 0, tokens: 0 });
}

/** Users of a source by how many mails each has had. */
async function mailed(prefix: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const welcomes = (await mails(running)).filter(({ subject }) => subject.includes('your account has moved'));
  for (const { destination } of welcomes)
    for (const to of destination.to.filter((one) => one.startsWith(prefix)))
      counts[to.slice(0, to.indexOf('@'))] = (counts[to.slice(0, to.indexOf('@'))] ?? 0) + 1;
  return counts;
}

test.each(['skip', 'update'])(
  'under policy %s the next export tells whom the one before could not, by its records and by the index, once each',
  async (policy) => {
    await importer.configure({ migration: { policy }, internalDatabase: { passwordRequired: false } });
    const all = Array.from({ length: 6 }, (_one, index) => user(`${policy}-${index}`));
    const [noAddress, noToken] = [`${policy}-bare`, `${policy}-empty`];
    const first = [...all, user(noToken, { tokens: [] }), sampleUser(noAddress, { tokens: [aTokenRecord()] })];
    ses({ paused: true });
    const failed = await importOf(policy, first);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'sender.paused', state: 'NotifyUsers' } });
    expect(await mailed(`${policy}-`)).toEqual({});
    ses({});
    // Two of them are not in the second export at all: they are found by the index.
    const second = await importOf(policy, [...first.slice(2), user(`${policy}-new`)]);
    expect(second).toMatchObject({
      status: 'succeeded',
      notices: { sent: 7, notInformed: 1, notAble: 1, failed: 0, notNeeded: 0 },
    });
    const told = Object.fromEntries([...all.map(({ userId }) => userId), `${policy}-new`].map((one) => [one, 1]));
    expect(await mailed(`${policy}-`)).toEqual(told);
    const records = await reportOf(second.id);
    const noticeOf = (userId: string) => records.find((record) => record.userId === userId)?.notice;
    expect([noAddress, noToken, `${policy}-2`].map(noticeOf)).toEqual(['not-informed', 'not-able', 'sent']);
    await checkSums(second);

    // An administrator adds the address; the next run tells the user, and no other.
    const query = { userId: noAddress };
    const { version } = await importer.client.call<{ version: number }>('GET', '/user', { query });
    await importer.client.call('PATCH', '/user', { query, body: { version, email: address(noAddress) } });
    const third = await importOf(policy, [user(`${policy}-late`)]);
    expect(third).toMatchObject({ status: 'succeeded', notices: { sent: 2 } });
    expect(await mailed(`${policy}-`)).toEqual({ ...told, [noAddress]: 1, [`${policy}-late`]: 1 });
  },
  180_000,
);

test('two runs of two sources side by side mail each of their users once, and none of the other’s', async () => {
  const [north, south] = ['north', 'south'].map((source) =>
    Array.from({ length: 12 }, (_one, index) => user(`${source}-${index}`)),
  ) as [UserRecord[], UserRecord[]];
  await Promise.all([importOf('north', north), importOf('south', [...south, user('NORTH-1')])]);
  await eventually(async () => (Object.keys(await mailed('north-')).length === 12 ? true : undefined), 30);
  for (const users of [north, south]) {
    const prefix = users[0]!.userId.slice(0, 6);
    expect(await mailed(prefix)).toEqual(Object.fromEntries(users.map(({ userId }) => [userId, 1])));
  }
}, 180_000);

const show = (id: string) => importer.client.call<RunView>('GET', `/runs/${id}`);
const over = (id: string) =>
  eventually(async () => {
    const run = await show(id);
    return ['succeeded', 'failed', 'waiting'].includes(run.status) ? run : undefined;
  }, 90);

test('a corrected export tells all who were untold, each once, and the sums of preview, import and correction are those of the tables', async () => {
  await importer.configure({ migration: { policy: 'correct' } });
  const names = Array.from({ length: 9 }, (_one, index) => `fix-${index}`);
  const whole = names.map((name) => user(name));
  const spare = { type: 'token', ...aTokenRecord() } as const;
  // The first export: no address, a token without a user, an address that is none, a disabled token.
  const faulty: ExportRecord[] = [
    ...whole.slice(0, 5),
    sampleUser('fix-5', { tokens: whole[5]!.tokens }),
    { ...whole[6]!, tokens: [] },
    { ...whole[7]!, email: 'fix-7 at home' },
    { ...whole[8]!, tokens: whole[8]!.tokens.map((token) => ({ ...token, enabled: false })) },
    spare,
  ];
  const first = await importOf('fix', faulty);
  expect(first).toMatchObject({
    status: 'succeeded',
    totals: { users: { created: 8, rejected: 1 }, tokens: { created: 8, rejected: 1 } },
    notices: { sent: 5, notInformed: 1, notAble: 2 },
  });
  await checkSums(first);
  expect(Object.keys(await mailed('fix-')).sort()).toEqual(names.slice(0, 5));

  const second = await importOf('fix', [...whole, spare]);
  expect(second).toMatchObject({
    status: 'succeeded',
    totals: { users: { created: 1, updated: 2, unchanged: 6, rejected: 0 }, tokens: { updated: 1, rejected: 0 } },
    notices: { sent: 4, notInformed: 0, failed: 0, notNeeded: 5 },
  });
  await checkSums(second);
  expect(await mailed('fix-')).toEqual(Object.fromEntries(names.map((name) => [name, 1])));

  const { key, etag } = second;
  const started = await importer.client.call<{ id: string }>('POST', '/runs', { body: { key, etag, kind: 'preview' } });
  const preview = await over(started.id);
  expect(preview).toMatchObject({ status: 'succeeded', totals: { users: { unchanged: 9 } } });
  await checkSums(preview);

  // What the table has is what the report says.
  const { users, tokens } = second.totals!;
  expect([users.created + users.updated + users.unchanged, users.skipped + users.rejected]).toEqual([9, 0]);
  const held = await Promise.all(
    names.map((userId) =>
      importer.client.call<{ tokens: { serial: string }[] }>('GET', '/user', { query: { userId } }),
    ),
  );
  const serials = held.flatMap((one) => one.tokens.map(({ serial }) => serial)).sort();
  expect(serials).toEqual(whole.flatMap((one) => one.tokens.map(({ serial }) => serial)).sort());
  expect(tokens.created + tokens.updated + tokens.unchanged + tokens.skipped).toBe(serials.length + 1);
}, 180_000);

test('an address that was corrected after the mail waits for a yes, and then its user is told there, once', async () => {
  const [one, other] = [user('move-0'), user('move-1')];
  expect(await importOf('moved', [one, other])).toMatchObject({ notices: { sent: 2 } });
  const corrected = { ...one, email: 'moved-0@new.example' };
  const waits = await importOf('moved', [corrected, other]);
  expect(waits).toMatchObject({
    status: 'succeeded',
    waitsFor: ['confirmation'],
    totals: { waiting: 1, users: { unchanged: 2 } },
    notices: { sent: 0, notNeeded: 2 },
  });
  await checkSums(waits);
  const html = await landfall(running, 'report', waits.id, '--html', '--language', 'de');
  expect(html.stdout).toMatch(/^<!doctype html>\n<html lang="de">/u);
  expect(html.stdout).toContain('<bdi>moved-0@new.example</bdi> <em>(wartet)</em>');
  const text = await landfall(running, 'report', waits.id);
  expect(text.stdout).toContain('user.awaits_yes. email: move-0@home.example -> moved-0@new.example (waits)');

  await importer.client.call('POST', `/runs/${waits.id}/confirmation`, { body: {} });
  const done = await eventually(async () => {
    const run = await show(waits.id);
    return run.attempt === 2 && run.status === 'succeeded' ? run : undefined;
  }, 90);
  expect(done).toMatchObject({
    totals: { users: { updated: 1, unchanged: 1 }, changes: { email: 1 } },
    notices: { sent: 1, notNeeded: 1 },
  });
  expect(done.totals).not.toHaveProperty('waiting');
  await checkSums(done);
  expect(await mailed('move')).toEqual({ 'move-0': 1, 'move-1': 1, 'moved-0': 1 });
  expect(await importOf('moved', [corrected, other])).toMatchObject({ notices: { sent: 0, notNeeded: 2 } });
}, 120_000);

test('a rollback has a report of its own whose totals are those of its lines, and mails no user', async () => {
  const imported = await importOf('back', [user('back-0'), user('back-1')]);
  expect(imported).toMatchObject({ status: 'succeeded', notices: { sent: 2 } });
  const before = (await mails(running)).length;
  const { id } = await importer.client.call<{ id: string }>('POST', `/runs/${imported.id}/rollback`, {
    body: { preview: false },
  });
  const rollback = await over(id);
  expect(rollback).toMatchObject({ status: 'succeeded', kind: 'rollback' });
  const records = await reportOf(id);
  const { records: read, users, codes } = rollback.totals!;
  expect(totalsOf(records, 0)).toMatchObject({ records: read, users, codes });
  expect(addsUp(rollback.totals!)).toBe(true);
  expect((await mails(running)).length).toBe(before);
}, 120_000);
