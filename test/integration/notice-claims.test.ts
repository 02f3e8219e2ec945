/** Claims of notices on the real engine: one winner, settled by its own round, with a mark on the user's item that touches nothing. */
import { userItemKey } from '#adapters/directory/users.ts';
import { directoryTable, operationsTable, putItem, readItem } from '#adapters/dynamodb/items.ts';
import { markReturned } from '#adapters/runs/index.ts';
import { keepLane, releaseLane, takeLane } from '#adapters/runs/lane.ts';
import { claimNotice, loseNotice, markUntold, releaseNotice, settleNotice } from '#adapters/runs/notice-claims.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import type { Claim } from '#core/campaign/claim.ts';
import { mailboxHash, noticeId } from '#core/migration/notice.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '#test/support/dynamodb.ts';

const C = 'c'.repeat(32);
const [SOURCE, OLD] = [{ source: 'north', externalId: 'e' }, mailboxHash('old@corp.example')];
let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
}, 60_000);
afterAll(() => engine.stop());

const read = async (key: string) => (await readNotices([key])).get(key);
const item = (key: string) => readItem(directoryTable(), userItemKey(key));
const claimOf = async (key: string, more: Partial<Claim> = {}): Promise<Claim> => ({
  migration: C,
  attempt: 'round 1',
  mail: 'migration',
  to: mailboxHash(`${key}@corp.example`),
  earlier: [],
  person: SOURCE,
  seen: await read(key),
  now: 10,
  ...more,
});
const user = (key: string) => putItem(directoryTable(), { ...userItemKey(key), version: 3, userId: key });

test('of rounds that saw the same notice one claims it, and it alone says what became of the mail', async () => {
  await user('ana');
  const claims = await Promise.all(Array.from({ length: 12 }, (_, at) => claimOf('ana', { attempt: `round ${at}` })));
  const won = await Promise.all(claims.map((claim) => claimNotice('ana', claim)));
  expect(won.filter(Boolean)).toHaveLength(1);
  const mine = claims[won.indexOf(true)]!;
  const sent = { status: 'sent', messageId: 'm1' } as const;
  expect(await settleNotice('ana', { ...mine, attempt: 'another' }, sent, 11)).toBe(false);
  expect(await settleNotice('ana', mine, sent, 11)).toBe(true);
  expect(await settleNotice('ana', mine, sent, 12)).toBe(false);
  expect(await read('ana')).toMatchObject({ status: 'sent', user: 'ana', to: mine.to, messageId: 'm1', ...SOURCE });
  expect(await item('ana')).toMatchObject({ noticeAt: 11, version: 3 });
  expect(await item('ana')).not.toHaveProperty('touchedAt');
});

test('a claim that is given back leaves the notice as it was; one whose round is over is uncertain, until that round answers', async () => {
  await user('bo');
  const first = await claimOf('bo');
  expect(await claimNotice('bo', first)).toBe(true);
  await releaseNotice('bo', first);
  expect(await read('bo')).toBeUndefined();
  await markUntold('bo', 'not-able', { migration: C, person: SOURCE, seen: undefined }, 20);
  const before = await read('bo');
  const second = await claimOf('bo', { earlier: [OLD] });
  expect(await claimNotice('bo', second)).toBe(true);
  expect(await read('bo')).toMatchObject({ status: 'claimed', attempt: 'round 1', earlier: [OLD] });
  await releaseNotice('bo', second);
  expect(await read('bo')).toEqual(before);
  const third = await claimOf('bo', { attempt: 'round 3' });
  await claimNotice('bo', third);
  await loseNotice('bo', (await read('bo'))!, 'migration', 30);
  expect([(await read('bo'))?.status, (await item('bo'))?.['noticeAt']]).toEqual(['uncertain', 30]);
  expect(await claimNotice('bo', third)).toBe(false);
  await settleNotice('bo', third, { status: 'sent', messageId: 'm2' }, 31);
  expect((await read('bo'))?.status).toBe('sent');
});

test('a reminder leaves the notice as it is, and one that bounces marks it and its user', async () => {
  await user('cy');
  const told = await claimOf('cy');
  await claimNotice('cy', told);
  await settleNotice('cy', told, { status: 'sent', messageId: 'm3' }, 40);
  const reminder = await claimOf('cy', { migration: 'd'.repeat(32), mail: 'reminder', now: 50 });
  const both = await Promise.all([claimNotice('cy', reminder), claimNotice('cy', { ...reminder, attempt: 'other' })]);
  expect(both.filter(Boolean)).toHaveLength(1);
  const by = both[0] ? reminder : { ...reminder, attempt: 'other' };
  expect(await read('cy')).toMatchObject({ status: 'sent', reminder: 'claimed', reminders: 1, remindedAt: 50 });
  await settleNotice('cy', by, { status: 'sent', messageId: 'm4' }, 51);
  const mail = { kind: 'bounced', migration: by.migration, notice: noticeId('cy'), messageId: 'm4' } as const;
  expect(await markReturned(mail, 60)).toBe(true);
  expect(await markReturned(mail, 61)).toBe(false);
  expect([(await read('cy'))?.status, (await item('cy'))?.['noticeAt']]).toEqual(['bounced', 60]);
});

test('a notice of a user who is not here any more is settled, and comes back, all the same', async () => {
  const claim = await claimOf('gone');
  await claimNotice('gone', claim);
  expect(await settleNotice('gone', claim, { status: 'sent', messageId: 'm5' }, 70)).toBe(true);
  expect(await item('gone')).toBeUndefined();
  const mail = { kind: 'complained', migration: C, notice: noticeId('gone'), messageId: 'm5' } as const;
  expect(await markReturned(mail, 71)).toBe(true);
});

test('of campaigns that ask at once one has the lane, and who waits is next', async () => {
  const now = Date.now();
  const taken = await Promise.all(['a', 'b', 'c'].map((one) => takeLane(one, `t-${one}`, now)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  const mine = ['a', 'b', 'c'][taken.indexOf(true)]!;
  expect(await keepLane(mine, `t-${mine}`, now)).toEqual({ held: true, others: true });
  await releaseLane(`t-${mine}`);
  expect(await takeLane(mine, 'again', now)).toBe(false);
  expect(await readItem(operationsTable(), { pk: 'MAIL-LANE', sk: 'LANE' })).toBeDefined();
});
