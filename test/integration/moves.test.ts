/** Persons who get other user IDs, and those who are gone, on the real engine: all of a group or nothing, and only as it was seen. */

import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { readPersons } from '#adapters/directory/persons.ts';
import { tokenItemKey } from '#adapters/directory/tokens.ts';
import { userItemKey } from '#adapters/directory/users.ts';
import { directoryTable, putItem, updateItem } from '#adapters/dynamodb/items.ts';
import { disableItems } from '#adapters/ingest/leavers.ts';
import { moveGroup } from '#adapters/ingest/moves.ts';
import { readBefore } from '#adapters/runs/before-images.ts';
import { noticeOfMail, readNotices, removeNotice } from '#adapters/runs/notices.ts';
import { markReturned } from '#adapters/runs/returned.ts';
import { placeOf } from '#core/directory/journey.ts';
import type { User } from '#core/directory/model.ts';
import type { Mover } from '#core/migration/comparing/move-users.ts';
import { noticeId } from '#core/migration/notice.ts';
import { userSealer } from '#core/passwords/hash.ts';
import { claimNotice, markUntold, recordNotice } from '#test/support/notices.ts';
import { RING, storedToken, storedUser } from '#test/support/staging.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

const NOW = 1_800_000_000_000;
const SOURCE = 'north';
const sealer = userSealer(RING);
const MOVING = {
  run: 'r',
  source: SOURCE,
  packedAt: 7,
  applyToTouched: false,
  sealer,
  now: NOW,
  imagesUntil: 2_000_000_000,
};

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
}, 20_000);
beforeEach(() => createTables());
afterAll(() => engine.stop());

async function here(key: string, more: Partial<User> = {}): Promise<void> {
  const user = storedUser(key, {
    source: SOURCE,
    externalId: `e-${key}`,
    tokens: [`t-${key}`],
    sealId: sealer.sealId(key),
    sessionEpoch: 0,
    ...more,
  });
  await putItem(directoryTable(), { ...userItemKey(key), ...user, ...placeOf(SOURCE, 'user', key) });
  await putItem(directoryTable(), { ...tokenItemKey(`t-${key}`), ...storedToken(`t-${key}`, key), source: SOURCE });
}

async function mover(from: string, to: string): Promise<Mover> {
  const user = (await readUsers([from])).get(from)!;
  const tokens = [...(await readTokens(user.tokens)).values()];
  const move = {
    part: 1,
    line: 2,
    from,
    to,
    userId: to.toUpperCase(),
    externalId: `e-${from}`,
    verdict: 'moves' as const,
  };
  return { move, user, tokens, by: { migration: 'r', part: 1, line: 2 } };
}

const places = async (...keys: string[]) => {
  const users = await readUsers(keys);
  return keys.map((key) => users.get(key)?.externalId);
};

test('two who swap their user IDs do so in one transaction, with tokens, notices, persons and what was before', async () => {
  await here('a');
  await here('b');
  await claimNotice('a', 'earlier', 1);
  await recordNotice('a', 'sent', 2, { to: 'ana@corp.example', messageId: 'message-1' });
  expect(await moveGroup([await mover('a', 'b'), await mover('b', 'a')], MOVING)).toBe(true);
  expect(await places('a', 'b')).toEqual(['e-b', 'e-a']);
  const moved = (await readUsers(['b'])).get('b')!;
  expect(moved).toMatchObject({
    userId: 'B',
    packedAt: 7,
    changedBy: { migration: 'r', part: 1, line: 2 },
    version: 8,
  });
  expect(moved).toMatchObject(placeOf(SOURCE, 'user', 'b'));
  expect(moved.sessionEpoch).toBeGreaterThan(0);
  const tokens = await readTokens(['t-a', 't-b']);
  expect([tokens.get('t-a')!.assignee, tokens.get('t-b')!.assignee]).toEqual(['b', 'a']);
  const notices = await readNotices(['a', 'b']);
  expect(notices.get('a')).toBeUndefined();
  expect(notices.get('b')).toMatchObject({ status: 'sent', messageId: 'message-1' });
  expect(await readPersons(SOURCE, ['e-a', 'e-b'])).toEqual(
    new Map([
      ['e-a', 'b'],
      ['e-b', 'a'],
    ]),
  );
  const before = await readBefore('r', { users: ['a', 'b'], tokens: ['t-a'] });
  expect([before.users.get('a')!.userId, before.users.get('b')!.userId]).toEqual(['b', 'a']);
  expect(before.tokens.get('t-a')!.assignee).toBe('a');
});

test('a mail that comes back after its user moved marks the notice of whom it was sent to, however often they moved', async () => {
  const migration = 'c'.repeat(32);
  for (const key of ['a', 'b']) {
    await here(key);
    await claimNotice(key, migration, 1);
    await recordNotice(key, 'sent', 2, { to: 'x@corp.example', messageId: `message-${key}` });
  }
  const back = (of: string) =>
    markReturned({ kind: 'bounced', migration, notice: noticeId(of), messageId: `message-${of}` }, 9);
  const states = async () => {
    const notices = await readNotices(['a', 'b', 'c']);
    return ['a', 'b', 'c'].map((key) => notices.get(key)?.status);
  };
  expect(await moveGroup([await mover('a', 'b'), await mover('b', 'a')], MOVING)).toBe(true);
  expect(await back('a')).toBe(true);
  expect(await states()).toEqual(['sent', 'bounced', undefined]);
  expect(await back('a')).toBe(false);
  const onwards = await mover('a', 'c');
  expect(await moveGroup([{ ...onwards, move: { ...onwards.move, externalId: 'e-b' } }], MOVING)).toBe(true);
  expect(await states()).toEqual([undefined, 'bounced', 'sent']);
  expect(await back('b')).toBe(true);
  expect(await states()).toEqual([undefined, 'bounced', 'bounced']);
  await removeNotice('c');
  expect(await noticeOfMail('x', 'message-b')).toBe('x');
});

test('a notice that was left under a user ID is not that of a person who comes to it', async () => {
  const migration = 'c'.repeat(32);
  const before = { source: SOURCE, externalId: 'e-left' };
  expect(await claimNotice('b', 'earlier', 1, false, before)).toBe(true);
  await recordNotice('b', 'sent', 2, { to: 'x@corp.example', messageId: 'message-left' });
  expect(await claimNotice('b', migration, 3, false, before)).toBe(false);
  await markUntold('b', 'not-able', migration, 3, before);
  expect((await readNotices(['b'])).get('b')).toMatchObject({ status: 'sent', externalId: 'e-left' });
  await markUntold('b', 'not-able', migration, 3, { source: SOURCE, externalId: 'e-new' });
  const noted = (await readNotices(['b'])).get('b');
  expect(noted).toMatchObject({ status: 'not-able', externalId: 'e-new' });
  expect(noted?.messageId).toBeUndefined();
  expect(await claimNotice('b', migration, 4, false, { source: 'another' })).toBe(true);
  const claimed = (await readNotices(['b'])).get('b');
  expect(claimed).toMatchObject({ status: 'claimed', migration, at: 4, source: 'another' });
  expect(claimed).not.toHaveProperty('externalId');
  await here('a');
  expect(await moveGroup([await mover('a', 'b')], MOVING)).toBe(true);
  expect((await readNotices(['b'])).get('b')).toBeUndefined();
});

test('a person moves to a free user ID, and leaves nothing under the one before', async () => {
  await here('a');
  expect(await moveGroup([await mover('a', 'b')], MOVING)).toBe(true);
  expect(await places('a', 'b')).toEqual([undefined, 'e-a']);
});

test.each([
  ['the person was used', 'a', { touchedAt: 1 }],
  ['the person changed', 'a', { version: 9 }],
  ['the person was given a role', 'a', { role: 'admin' }],
  ['a token changed', 't-a', { version: 9 }],
])('nothing moves where %s meanwhile', async (_name, key, more) => {
  await here('a');
  const seen = await mover('a', 'b');
  const [name, value] = Object.entries(more)[0]!;
  const item = key === 'a' ? userItemKey('a') : tokenItemKey(key);
  await updateItem(directoryTable(), item, { expression: `SET #${name} = :value`, values: { ':value': value } });
  expect(await moveGroup([seen], MOVING)).toBe(false);
  expect(await places('a', 'b')).toEqual(['e-a', undefined]);
  expect((await readBefore('r', { users: ['b'], tokens: ['t-a'] })).users.size).toBe(0);
});

test('nothing moves onto a user who came meanwhile; what was used moves where that was asked for', async () => {
  await here('a', { touchedAt: 5 });
  const seen = await mover('a', 'b');
  await here('b');
  expect(await moveGroup([seen], { ...MOVING, applyToTouched: true })).toBe(false);
  expect(await moveGroup([await mover('a', 'c')], MOVING)).toBe(false);
  expect(await moveGroup([await mover('a', 'c')], { ...MOVING, applyToTouched: true })).toBe(true);
  expect(await places('a', 'b', 'c')).toEqual([undefined, 'e-b', 'e-a']);
});

test('who is gone is disabled with the token, all or nothing, and what was before is kept', async () => {
  await here('a');
  const set = { enabled: false, disabledBy: { run: 'r' }, changedBy: { migration: 'r', part: 3, line: 1 } } as const;
  const items = async () => [
    { kind: 'user', key: 'a', seen: (await readUsers(['a'])).get('a')!, set } as const,
    { kind: 'token', key: 't-a', seen: (await readTokens(['t-a'])).get('t-a')!, set } as const,
  ];
  const times = { now: NOW, imagesUntil: 2_000_000_000 };
  const seen = await items();
  const touch = { expression: 'SET #touchedAt = :now', values: { ':now': 1 } };
  await updateItem(directoryTable(), tokenItemKey('t-a'), touch);
  expect(await disableItems(seen, 'r', false, times)).toBe(false);
  expect((await readUsers(['a'])).get('a')).toMatchObject({ enabled: true });
  expect(await disableItems(await items(), 'r', true, times)).toBe(true);
  expect((await readUsers(['a'])).get('a')).toMatchObject({ enabled: false, disabledBy: { run: 'r' }, version: 8 });
  expect((await readTokens(['t-a'])).get('t-a')).toMatchObject({ enabled: false, disabledBy: { run: 'r' } });
  expect((await readBefore('r', { users: ['a'], tokens: [] })).users.get('a')).toMatchObject({ enabled: true });
});
