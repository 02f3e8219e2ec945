/** What rarely happens to a round, its walk and its rules. */
import type { MailingPlace } from '#core/migration/mailing.ts';
import { mailsTo, mailWorld, person, SOURCE, settle, statusOf } from '#test/support/mail-world.ts';
import { settledFate } from './due.ts';
import { newPass, type PassPorts, restOfPass } from './passes.ts';
import { sendRound } from './send-round.ts';

const DAY_MS = 86_400_000;
const all = async <T>(of: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const one of of) found.push(one);
  return found;
};

test('a walk goes on in the source, the shard and behind the person where it stood', async () => {
  const people = new Map([
    ['north', ['a', 'b', 'c']],
    ['south', ['d']],
  ]);
  const ports: PassPorts = {
    readSources: async () => ['east', 'north', 'south'],
    readPeople: async (source, shard, from, limit) =>
      (shard === 1 ? (people.get(source) ?? []) : [])
        .filter((key) => from === undefined || key > from)
        .slice(0, limit)
        .map((userKey) => ({ userKey, at: userKey, ...(userKey === 'c' ? { externalId: 'e' } : {}) })),
    readAudience: async (from) => (from === 0 ? ['a', 'b'] : []),
  };
  const place: MailingPlace = { ...newPass(1, 0), source: 'north', shard: 1, at: 'a' };
  const walked = await all(restOfPass(ports, { audience: {} }, place, 1));
  const met = walked.flatMap(({ candidates }) => candidates);
  expect(met.map(({ key }) => key)).toEqual(['b', 'c', 'd']);
  expect(met[0]!.before).toMatchObject({ source: 'north', shard: 1, at: 'a' });
  expect(met[1]).toMatchObject({ externalId: 'e' });
  const done = await all(restOfPass(ports, { audience: {} }, { ...newPass(1, 0), source: 'south' }, 5));
  expect(done.flatMap(({ candidates }) => candidates.map(({ key }) => key))).toEqual(['d']);
  const list = await all(restOfPass(ports, { audience: { listed: 2 } }, newPass(1, 0), 2));
  expect(list.map(({ end }) => end.line)).toEqual([2]);
  // One person is looked at once.
  expect(await all(restOfPass(ports, { audience: { userId: 'ana' } }, { ...newPass(1, 0), line: 1 }, 2))).toEqual([]);
});

test('a campaign whose list has expired stops and says so, with whom it has told until then', async () => {
  const world = mailWorld();
  settle(world, [person('ana'), person('bo')]);
  const at = world.begin('c', { audience: { listed: 2 } });
  const ports = { ...world.portsOf('c'), readAudience: async (from: number) => (from === 0 ? ['ana'] : []) };
  const told: unknown[] = [];
  expect(await sendRound(ports, world.settings, at, (error) => told.push(error))).toMatchObject({ goesOn: false });
  expect([mailsTo(world, 'ana@corp.example'), statusOf(world, 'bo')]).toEqual([1, undefined]);
  const facts = { told: 1, listed: 2 };
  expect(told).toMatchObject([{ code: 'campaign.list_expired', facts, message: expect.stringContaining('another') }]);
});

test('a claim that did not take effect and can’t be made fails the round, and the person is told by the next', async () => {
  const world = mailWorld();
  settle(world, [person('ana')]);
  const at = world.begin('c');
  const ports = { ...world.portsOf('c'), claimNotice: () => Promise.reject(new Error('down')) };
  await expect(sendRound(ports, world.settings, at, () => undefined)).rejects.toThrow('down');
  const unread = { ...ports, readNotices: () => Promise.reject(new Error('down, too')) };
  await expect(sendRound(unread, world.settings, at, () => undefined)).rejects.toThrow('down, too');
  await world.drive([at], 1);
  expect([mailsTo(world, 'ana@corp.example'), statusOf(world, 'ana')]).toEqual([1, 'sent']);
});

test('a round whose lane is taken by another, or asked for, gives way', async () => {
  const world = mailWorld();
  settle(
    world,
    Array.from({ length: 2000 }, (_, index) => person(`u${index}`)),
  );
  const at = world.begin('c');
  const ports = world.portsOf('c');
  const lost = { ...ports, keepLane: async () => ({ held: false, others: false }) };
  expect(await sendRound(lost, world.settings, at, () => undefined)).toEqual({ goesOn: true, waitSeconds: 15 });
  const asked = { ...ports, keepLane: async () => ({ held: true, others: true }) };
  const start = world.clock;
  expect(await sendRound(asked, world.settings, at, () => undefined)).toEqual({ goesOn: true, waitSeconds: 15 });
  expect(world.clock - start).toBeLessThan(80_000);
  expect(await sendRound({ ...ports, takeLane: async () => false }, world.settings, at, () => undefined)).toEqual({
    goesOn: true,
    waitSeconds: 15,
  });
});

test('an attempt that is over sends nothing and starts nothing, whatever the next one has done', async () => {
  const world = mailWorld();
  settle(world, [person('ana')]);
  const at = world.begin('c');
  const seen = world.runs.get('c')!;
  world.runs.set('c', { ...seen, attempt: 2, mailing: { ...seen.mailing, rounds: 3 } });
  expect(await world.step(at)).toEqual({ goesOn: false, waitSeconds: 0 });
  expect([world.started, world.inboxes.size]).toEqual([[], 0]);
});

test('a reminder is due some days after the mail before it, at the mailbox that was told, and at once on request', () => {
  const telling = {
    migration: 'r',
    mail: 'reminder',
    possible: true,
    lockout: { failures: 5, lockoutMinutes: 30 },
    reminders: { everyDays: 0, atMost: 2 },
    since: 0,
  } as const;
  const notice = { status: 'sent', migration: 'c', source: SOURCE } as const;
  const fate = (more: object, over: object = {}, now = 2 * DAY_MS) =>
    settledFate(
      { key: 'ana', user: person('ana'), notice: { ...notice, ...more }, anew: false },
      { ...telling, ...over },
      now,
    );
  // Where the settings send none by themselves, one that is asked for is a day after the mail at the earliest.
  expect([fate({ at: 1.5 * DAY_MS }), fate({ at: DAY_MS }), fate({})]).toEqual(['notNeeded', undefined, undefined]);
  const again = { again: 2 * DAY_MS };
  expect([fate({ reminders: 2 }), fate({ reminders: 2 }, again)]).toEqual(['notNeeded', undefined]);
  // Reminded by another campaign since this one was asked for, and before.
  expect([fate({ remindedAt: 2 * DAY_MS + 1 }, again), fate({ remindedAt: 1.9 * DAY_MS }, again)]).toEqual([
    'notNeeded',
    undefined,
  ]);
  expect([fate({ remindedAt: 1.9 * DAY_MS }), fate({ to: 'another mailbox' }), fate({ status: 'bounced' })]).toEqual([
    'notNeeded',
    'notNeeded',
    'notNeeded',
  ]);
  expect(fate({ reminder: 'sent', reminderOf: 'r', remindedAt: 5 })).toBe('sent');
  expect(fate({ reminder: 'claimed', reminderOf: 'x' })).toBe('claimed');
});

test.each(['migration', 'reminder'] as const)(
  'two campaigns that are asked for at once to send a %s again do not take turns: each person gets one more mail',
  async (mail) => {
    const world = mailWorld();
    settle(world, [person('ana'), person('bo')]);
    await world.drive([world.begin('c')], 1);
    world.clock += 8 * DAY_MS;
    const both = ['x', 'y'].map((id) => world.begin(id, { mail, audience: { again: true } }));
    world.clock += 1_000;
    await world.drive(both);
    expect([mailsTo(world, 'ana@corp.example'), mailsTo(world, 'bo@corp.example')]).toEqual([2, 2]);
    expect(['x', 'y'].map((id) => world.runs.get(id)?.status)).toEqual(['succeeded', 'succeeded']);
  },
);

test('what is sent again goes to another mailbox too, where the mail since then went to the one before', async () => {
  const world = mailWorld();
  settle(world, [person('ana')]);
  await world.drive([world.begin('c', { audience: { again: true } })], 1);
  const late = world.begin('d', { audience: { again: true } });
  world.runs.set('d', { ...world.runs.get('d')!, firstSeenAt: 0 });
  settle(world, [person('ana', { email: 'new@corp.example' })]);
  await world.drive([late], 1);
  expect([mailsTo(world, 'ana@corp.example'), mailsTo(world, 'new@corp.example')]).toEqual([1, 1]);
});

test('people of an import that told none are not told by a campaign, unless they are named', async () => {
  const world = mailWorld();
  settle(world, [person('ana'), person('quiet', { origin: { migration: 'none', part: 1, line: 1 } })]);
  world.unwanted.add('none');
  await world.drive([world.begin('c')], 1);
  expect([mailsTo(world, 'ana@corp.example'), mailsTo(world, 'quiet@corp.example')]).toEqual([1, 0]);
  expect(world.runs.get('c')).toMatchObject({ status: 'succeeded' });
});

test('a reminder whose claim lost its answer is read back, and sent once', async () => {
  let losing = false;
  const world = mailWorld((port) => (losing && port === 'claim' ? 'answer lost' : undefined));
  settle(world, [person('ana')]);
  await world.drive([world.begin('c')], 1);
  world.clock += 8 * DAY_MS;
  losing = true;
  await world.drive([world.begin('r', { mail: 'reminder' })], 1);
  expect(mailsTo(world, 'ana@corp.example')).toBe(2);
  expect(world.notices.get('ana')).toMatchObject({ status: 'sent', reminder: 'sent', reminders: 1 });
});
