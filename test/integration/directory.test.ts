import { completeLogon } from '#adapters/access/logons.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { readAudit } from '#adapters/audit/read.ts';
import * as directory from '#adapters/directory/index.ts';
import { readSessions } from '#adapters/operations/sessions.ts';
import type { Spending } from '#core/access/ports.ts';
import type { Token, User } from '#core/directory/model.ts';
import { newSecret, secretHash } from '#core/secret.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { putToken, putUser } from '#test/support/directory-items.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const MINUTE = 60_000;
const LOCKOUT = { limit: 5, windowMs: 24 * 60 * MINUTE, lockoutMs: 30 * MINUTE };

const user: User = {
  userId: 'Anna',
  enabled: true,
  lockedOut: false,
  answers: [],
  tokens: ['000123456789'],
  failures: 0,
  failuresSince: 0,
  sessionEpoch: 0,
  imported: true,
  createdAt: NOW,
  updatedAt: NOW,
  version: 1,
};
const token: Token = {
  serial: '000123456789',
  algorithm: 'securid-aes128',
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  seed: { wrappedKey: new Uint8Array([1, 2]), context: { migration: 'm' }, box: new Uint8Array([3, 4]) },
  offset: 0,
  lastInterval: -1,
  failures: 0,
  enabled: true,
  lost: false,
  assignee: 'anna',
  createdAt: NOW,
  updatedAt: NOW,
  version: 1,
};
const together = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stop } = await startDynamoDb());
});
beforeEach(async () => {
  await createTables();
  await putUser('anna', user);
  await putToken(token);
});
afterAll(() => stop());

test('a user and a token are read as they were put, and cannot be put twice', async () => {
  expect(await directory.readUser('anna')).toMatchObject(user);
  expect(await directory.readTokens(['000123456789', 'nowhere', '000123456789'])).toEqual([token]);
  expect(await putUser('anna', { ...user, userId: 'ANNA' })).toBe(false);
  expect(await directory.readUser('bert')).toBeUndefined();
});

test('64 simultaneous failures count as five tries', async () => {
  const counted = await together(64, () => directory.countFailure('anna', LOCKOUT, NOW));
  expect(counted.filter((one) => one.counted)).toHaveLength(5);
  expect(counted.every((one) => one.user?.userId === 'Anna')).toBe(true);
  expect((await directory.readUser('anna'))?.failures).toBe(5);
});

test('64 simultaneous failures of an unknown user ID count as five tries too, and create no user', async () => {
  const counted = await together(64, () => directory.countDecoyFailure('unknown', LOCKOUT, NOW));
  expect(counted.filter((one) => one.counted)).toHaveLength(5);
  expect(await directory.countFailure('unknown', LOCKOUT, NOW)).toEqual({ counted: false });
  expect(await directory.readUser('unknown')).toBeUndefined();
});

test('a lockout ends half an hour after the last failure that counted, and five more tries are possible', async () => {
  await together(5, (index) => directory.countFailure('anna', LOCKOUT, NOW + index));
  const early = await directory.countFailure('anna', LOCKOUT, NOW + 30 * MINUTE - 1);
  expect(early.counted).toBe(false);
  const later = await together(64, () => directory.countFailure('anna', LOCKOUT, NOW + 31 * MINUTE));
  expect(later.filter((one) => one.counted)).toHaveLength(5);
});

/** The write that completes a logon with a token. */
const logOn = (
  epoch: number,
  { user = 'anna', now = NOW, spends }: Partial<{ user: string; now: number; spends: Spending }> = {},
) => {
  const begun = { user, console: 'self-service', methods: ['SecurID_Native'], scope: 'full', epoch } as const;
  const times = { createdAt: now, idleMs: 1000, idleUntil: now + 1000, endsAt: now + 2000 };
  return completeLogon(
    { session: { id: secretHash(newSecret()), ...begun, ...times }, withToken: true, spends, now },
    ENTRIES,
  );
};

test('of eight logons with one passcode at once one is done, and a refused one writes nothing at all', async () => {
  await directory.countFailure('anna', LOCKOUT, NOW);
  const by = { assignee: 'anna', interval: 100, resetFailures: true, now: NOW };
  const came = await together(8, () => logOn(0, { spends: { serial: token.serial, by } }));
  expect(came.sort()).toEqual(['done', ...Array(7).fill('spent')]);
  expect(await readSessions('anna')).toHaveLength(1);
  await directory.countFailure('anna', LOCKOUT, NOW);
  expect(await logOn(0, { spends: { serial: token.serial, by } })).toBe('spent');
  expect(await logOn(7, { spends: { serial: token.serial, by: { ...by, interval: 101 } } })).toBe('ended');
  expect(await directory.readUser('anna')).toMatchObject({ failures: 1 });
  expect((await directory.readTokens([token.serial]))[0]).toMatchObject({ lastInterval: 100 });
  expect(await readSessions('anna')).toHaveLength(1);
});

test('failures older than the window do not count', async () => {
  await together(4, () => directory.countFailure('anna', LOCKOUT, NOW));
  const { user: found } = await directory.countFailure('anna', LOCKOUT, NOW + LOCKOUT.windowMs);
  expect(found?.failures).toBe(1);
});

test('undoing a failure lowers the count by one, never below zero, and a reset sets it to zero', async () => {
  await together(3, () => directory.countFailure('anna', LOCKOUT, NOW));
  await directory.undoFailure('anna');
  expect((await directory.readUser('anna'))?.failures).toBe(2);
  expect(await logOn(0)).toBe('done');
  await directory.undoFailure('anna');
  expect((await directory.readUser('anna'))?.failures).toBe(0);
});

test('exactly one of eight simultaneous uses of one interval wins, and no interval up to it is accepted again', async () => {
  const won = await together(8, () =>
    directory.acceptInterval(token.serial, { assignee: 'anna', interval: 100, resetFailures: true, now: 1 }),
  );
  expect(won.filter(Boolean)).toHaveLength(1);
  const use = (interval: number, assignee = 'anna') =>
    directory.acceptInterval(token.serial, { assignee, interval, offset: 2, resetFailures: false, now: 1 });
  expect(await use(99)).toBe(false);
  expect(await use(101, 'bert')).toBe(false);
  expect(await use(101)).toBe(true);
  expect((await directory.readTokens([token.serial]))[0]).toMatchObject({ lastInterval: 101, offset: 2 });
});

test('a token is suspended at the limit of wrong passcodes, by one of them, until a logon with it is complete', async () => {
  const read = async () => (await directory.readTokens([token.serial]))[0];
  await together(9, () => directory.countTokenFailure(token.serial, 10, NOW));
  expect(await read()).toMatchObject({ failures: 9, enabled: true });
  expect(await read()).not.toHaveProperty('suspendedAt');
  const more = await together(4, () => directory.countTokenFailure(token.serial, 10, NOW));
  expect(more.filter(({ suspended }) => suspended)).toHaveLength(1);
  expect(await read()).toMatchObject({ failures: 13, enabled: true, suspendedAt: NOW });
  const accepted = { assignee: 'anna', interval: 200, now: NOW };
  expect(await directory.acceptInterval(token.serial, { ...accepted, resetFailures: false })).toBe(true);
  expect(await read()).toMatchObject({ failures: 13, suspendedAt: NOW });
  expect(await directory.acceptInterval(token.serial, { ...accepted, interval: 201, resetFailures: true })).toBe(true);
  expect(await read()).toMatchObject({ failures: 0 });
  expect(await read()).not.toHaveProperty('suspendedAt');
});

test('a token that was reported lost between reading and writing accepts no tokencode and no PIN', async () => {
  const lost = { ...token, serial: '000123456780', lost: true };
  await putToken(lost);
  expect(
    await directory.acceptInterval(lost.serial, { assignee: 'anna', interval: 1, resetFailures: true, now: 1 }),
  ).toBe(false);
  expect(await directory.setPin(lost.serial, 'anna', 'hash', NOW, ENTRIES)).toBe(false);
  expect(await directory.readTokens([lost.serial])).toEqual([lost]);
});

test('a PIN is set once, by the assignee alone', async () => {
  expect(await directory.setPin(token.serial, 'bert', 'hash of bert', NOW, ENTRIES)).toBe(false);
  const set = await together(8, (index) => directory.setPin(token.serial, 'anna', `hash ${index}`, NOW, ENTRIES));
  expect(set.filter(Boolean)).toHaveLength(1);
});

test('a password is set once for each session epoch, ends the sessions and resets the failures', async () => {
  await directory.countFailure('anna', LOCKOUT, NOW);
  const password = { hash: 'h', changedAt: NOW, mustChange: false, history: [] };
  const set = await together(8, () => directory.setPassword('anna', password, 0, NOW, ENTRIES));
  expect(set.filter(Boolean)).toHaveLength(1);
  expect(await directory.readUser('anna')).toMatchObject({ password, sessionEpoch: 1, failures: 0, version: 2 });
  await directory.replacePasswordHash('anna', 'other', 'new');
  expect((await directory.readUser('anna'))?.password?.hash).toBe('h');
  await directory.replacePasswordHash('anna', 'h', 'new');
  expect((await directory.readUser('anna'))?.password?.hash).toBe('new');
});

test('a logon that ends after its user ID went to another user marks nothing of that user', async () => {
  const [failures, before] = [await directory.countFailure('anna', LOCKOUT, NOW), await directory.readUser('anna')];
  expect(failures.counted).toBe(true);
  expect(await logOn(before!.sessionEpoch + 1)).toBe('ended');
  expect(await directory.readUser('anna')).toEqual(before);
});

test('answers of an ended session epoch are not saved, and the first token logon is not replaced by a later one', async () => {
  const answers = [{ language: 'en_US', question: 'Q?', hash: 'h' }];
  expect(await directory.setAnswers('anna', answers, 1, NOW, ENTRIES)).toBe(false);
  expect(await directory.setAnswers('anna', answers, 0, NOW, ENTRIES)).toBe(true);
  for (const now of [NOW, NOW + 1]) expect(await logOn(1, { now })).toBe('done');
  expect(await directory.readUser('anna')).toMatchObject({ answers, firstTokenLogonAt: NOW });
  expect(await logOn(0, { user: 'unknown' })).toBe('ended');
  expect(await directory.readUser('unknown')).toBeUndefined();
});

test('the audit is read newest first, across days, in pages, by user and by action', async () => {
  const entry = { actor: 'anna', object: 'anna', outcome: 'success', source: '::1' } as const;
  for (const [index, action] of (['logon', 'logoff', 'logon'] as const).entries())
    await writeAudit({ ...entry, action, now: NOW - index * 24 * 60 * MINUTE });
  await writeAudit({ ...entry, actor: 'admin', action: 'logon', object: 'bert', now: NOW });
  const range = { from: NOW - 5 * 24 * 60 * MINUTE, to: NOW, limit: 2 };
  const first = await readAudit({ ...range, user: 'anna' });
  expect(first.entries.map(({ action }) => action)).toEqual(['logon', 'logoff']);
  const second = await readAudit({ ...range, user: 'anna', next: first.next });
  expect(second.entries.map(({ time }) => time)).toEqual([new Date(NOW - 2 * 24 * 60 * MINUTE).toISOString()]);
  expect(second.next).toBeUndefined();
  expect((await readAudit({ ...range, limit: 9, action: 'logon' })).entries).toHaveLength(3);
});

test('the audit is read by actor and outcome', async () => {
  const entry = { actor: 'anna', object: 'bert', action: 'logon', outcome: 'success', source: '::1' } as const;
  await writeAudit({ ...entry, now: NOW });
  await writeAudit({ ...entry, outcome: 'failure', now: NOW });
  await writeAudit({ ...entry, actor: 'bert', object: 'anna', now: NOW });
  await writeAudit({ ...entry, actor: 'system', object: 'anna', now: NOW });
  const count = async (query: object) => (await readAudit({ from: NOW, to: NOW, limit: 9, ...query })).entries.length;
  const counts = [
    { actor: 'ANNA' },
    { actor: 'system' },
    { outcome: 'failure' },
    { actor: 'anna', outcome: 'success' },
  ];
  expect(await Promise.all(counts.map(count))).toEqual([2, 1, 1, 1]);
  expect(await count({ user: 'anna', actor: 'bert' })).toBe(1);
  expect(await count({ user: 'bert', actor: 'system' })).toBe(0);
});

test('a year of the audit is read in bounded pages, empty ones among them', async () => {
  const day = 24 * 60 * MINUTE;
  const entry = { actor: 'anna', object: 'anna', outcome: 'success', source: '::1' } as const;
  for (const ago of [0, 150, 299]) await writeAudit({ ...entry, action: 'logon', now: NOW - ago * day });
  const pages: number[] = [];
  let next: string | undefined;
  do {
    const page = await readAudit({ from: NOW - 300 * day, to: NOW, limit: 2, next });
    pages.push(page.entries.length);
    next = page.next;
  } while (next !== undefined);
  expect(pages).toEqual([1, 0, 1, 0, 1, 0]);
});

test('the audit is read on only from the end of one of its pages', async () => {
  await writeAudit({ actor: 'anna', object: 'anna', action: 'logon', outcome: 'success', source: '::1', now: NOW });
  const range = { from: NOW - 5 * 24 * 60 * MINUTE, to: NOW, limit: 2 };
  const read = (text: string) => readAudit({ ...range, next: Buffer.from(text).toString('base64url') });
  const today = new Date(NOW).toISOString().slice(0, 10);
  // A day in the far future would cause a query for each day before it.
  for (const text of ['rubbish', '9999-12-31 9999-12-31T', '9999-99-99 9999-99-99T', `${today} !`, `${today} `])
    await expect(read(text)).rejects.toMatchObject({ code: 'audit.next', status: 400 });
  const start = new Date(range.from).toISOString().slice(0, 10);
  expect(await read(`${start} ${start}T00:00:00.000Z#`)).toEqual({ entries: [] });
});

test('the audit is searched by a user ID in any case, and by an ARN or a serial as it is written', async () => {
  const arn = 'arn:aws:sts::000000000000:assumed-role/Landfall/Ada';
  const entry = { action: 'token.lost', outcome: 'success', source: '::1', now: NOW } as const;
  await writeAudit({ ...entry, actor: arn, object: 'FTK-12ab' });
  await writeAudit({ ...entry, actor: 'anna', object: 'FTK-12ab' });
  const found = async (user: string) => (await readAudit({ from: NOW, to: NOW, user, limit: 9 })).entries.length;
  expect(await Promise.all(['Anna', arn, 'FTK-12ab', 'Bert'].map(found))).toEqual([1, 1, 2, 0]);
});
