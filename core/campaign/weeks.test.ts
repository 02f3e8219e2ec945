/** Campaigns over days and weeks, on a clock of their own. */
import { LandfallError, transient } from '#core/errors.ts';
import { noticeOfPerson } from '#core/migration/notice.ts';
import { hashOf, mailsTo, mailWorld, person, SOURCE, settle, statusOf } from '#test/support/mail-world.ts';
import { campaignView } from './view.ts';

const DAY_MS = 86_400_000;
const names = (count: number, prefix = 'u') => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const quotaOf = (world: ReturnType<typeof mailWorld>) => ({
  ...world.quota,
  sentLast24Hours: world.sentInLastDay(),
});

test('100,000 people are told once each, over three days of quota, while recovery mails keep their share', async () => {
  const world = mailWorld();
  settle(
    world,
    names(100_000).map((name) => person(name)),
  );
  const start = world.clock;
  let most = 0;
  let promised: number | undefined;
  await world.drive([world.begin('c')], 10, () => {
    most = Math.max(most, world.sentInLastDay());
    promised ??= campaignView(world.runs.get('c')!, quotaOf(world), world.clock).doneAt;
  });
  const record = world.runs.get('c')!;
  expect(record).toMatchObject({ status: 'succeeded', notices: { sent: 100_000 } });
  expect([world.inboxes.size, [...world.inboxes.values()].every((mails) => mails.length === 1)]).toEqual([
    100_000,
    true,
  ]);
  expect(most).toBe(40_000);
  const days = (world.clock - start) / DAY_MS;
  expect(days).toBeGreaterThan(2);
  expect(days).toBeLessThan(3.5);
  // What it said on the first day came true, within a few hours.
  expect(Math.abs(promised! - world.clock)).toBeLessThan(8 * 3_600_000);
}, 60_000);

test('a campaign goes on in another execution after 500 rounds', async () => {
  const world = mailWorld();
  settle(
    world,
    names(700).map((name) => person(name)),
  );
  world.quota = { maxSendRate: 14, max24HourSend: 15 };
  await world.drive([world.begin('c')], 90);
  expect(world.runs.get('c')).toMatchObject({ status: 'succeeded', attempt: 3, notices: { sent: 700 } });
  expect(world.started).toEqual(['c-mail-2', 'c-mail-3']);
});

test('a start of the next execution that was lost is repeated', async () => {
  let failing = true;
  const world = mailWorld((port) => (port === 'start' && failing ? 'killed before' : undefined));
  settle(world, [person('ana')]);
  const at = world.begin('c');
  const seen = world.runs.get('c')!;
  world.runs.set('c', { ...seen, mailing: { ...seen.mailing, rounds: 500 } });
  expect(await world.step(at)).toMatchObject({ goesOn: true });
  failing = false;
  expect(await world.step(at)).toEqual({ goesOn: false, waitSeconds: 0 });
  expect(world.started).toEqual(['c-mail-2']);
  // One that is over starts nothing.
  await world.drive([{ migration: 'c', attempt: 2 }]);
  expect(await world.step(at)).toEqual({ goesOn: false, waitSeconds: 0 });
  expect(await world.step({ migration: 'none', attempt: 1 })).toEqual({ goesOn: false, waitSeconds: 0 });
  expect(world.started).toHaveLength(1);
});

test('who becomes able to log on while the campaign goes on is told by it, once; who gets another address after a bounce is told there', async () => {
  const world = mailWorld();
  settle(world, [person('ana'), person('off', { enabled: false }), person('back')]);
  world.quota = { maxSendRate: 14, max24HourSend: 2 };
  let rounds = 0;
  await world.drive([world.begin('c')], 10, () => {
    rounds += 1;
    if (rounds === 2) settle(world, [person('off')]);
    const notice = world.notices.get('back');
    if (notice?.status === 'sent' && notice.to === hashOf('back')) {
      world.notices.set('back', { ...notice, status: 'bounced' });
      settle(world, [person('back', { email: 'back@home.example' })]);
    }
  });
  expect(
    ['ana@corp.example', 'off@corp.example', 'back@corp.example', 'back@home.example'].map((to) => mailsTo(world, to)),
  ).toEqual([1, 1, 1, 1]);
  // Back at the mailbox that bounced: it has been told there, and is not told again by itself.
  settle(world, [person('back')]);
  await world.drive([world.begin('d')], 2);
  expect(mailsTo(world, 'back@corp.example')).toBe(1);
  expect(noticeOfPerson(world.notices.get('back'), { source: SOURCE })).toMatchObject({
    status: 'sent',
    earlier: [hashOf('back')],
  });
});

test('people whose import is being taken back are passed over, and the others told', async () => {
  const world = mailWorld();
  settle(world, [person('ana'), person('gone', { origin: { migration: 'second', part: 1, line: 1 } })]);
  world.taken.add('second');
  await world.drive([world.begin('c')], 1);
  expect([mailsTo(world, 'ana@corp.example'), mailsTo(world, 'gone@corp.example')]).toEqual([1, 0]);
  expect(world.runs.get('c')!.status).toBe('succeeded');
});

test('a sender that can’t be used stops the campaign with what to mend; resumed it goes on where it stood', async () => {
  const world = mailWorld();
  settle(
    world,
    names(300).map((name) => person(name)),
  );
  world.trouble.set('u250@corp.example', new LandfallError('sender.paused'));
  await world.drive([world.begin('c')], 1);
  expect(world.runs.get('c')).toMatchObject({ status: 'stopped', error: { code: 'sender.paused' } });
  expect(campaignView(world.runs.get('c')!, undefined, world.clock)).toMatchObject({
    status: 'stopped',
    error: { code: 'sender.paused' },
  });
  world.trouble.clear();
  const seen = world.runs.get('c')!;
  world.runs.set('c', { ...seen, status: 'starting', attempt: 2 });
  await world.drive([{ migration: 'c', attempt: 2 }], 1);
  expect(world.runs.get('c')).toMatchObject({ status: 'succeeded', notices: { sent: 300 } });
  expect([...world.inboxes.values()].every((mails) => mails.length === 1)).toBe(true);
});

test('too many mails that come back stop the campaign, and a busy mail service makes it wait', async () => {
  const world = mailWorld();
  settle(
    world,
    names(400).map((name) => person(name)),
  );
  world.returned.set('c', { bounced: 30, complained: 0 });
  const at = world.begin('c');
  await world.drive([at], 1);
  expect(world.runs.get('c')).toMatchObject({ status: 'stopped', error: { code: 'campaign.stopped' } });
  world.returned.clear();
  world.senderTrouble = transient('mail.busy');
  world.runs.set('c', { ...world.runs.get('c')!, status: 'starting', attempt: 2 });
  expect(await world.step({ ...at, attempt: 2 })).toEqual({ goesOn: true, waitSeconds: 300 });
  expect(campaignView(world.runs.get('c')!, quotaOf(world), world.clock)).toMatchObject({
    status: 'waiting',
    waitsFor: 'busy',
  });
});

test('a held campaign sends no more mails from its next batch on, and what it had sent is counted when it is resumed', async () => {
  const world = mailWorld();
  settle(
    world,
    names(500).map((name) => person(name)),
  );
  const at = world.begin('c');
  const { readUsers, ...ports } = world.portsOf('c');
  let batches = 0;
  const { sendRound } = await import('./send-round.ts');
  const holding = {
    ...ports,
    readUsers: (keys: readonly string[]) => {
      batches += 1;
      if (batches === 3) world.runs.set('c', { ...world.runs.get('c')!, status: 'held' });
      return readUsers(keys);
    },
  };
  expect(await sendRound(holding, world.settings, at, () => undefined)).toEqual({ goesOn: false, waitSeconds: 0 });
  expect(world.inboxes.size).toBe(300);
  expect(world.runs.get('c')!.notices!.sent).toBe(200);
  world.runs.set('c', { ...world.runs.get('c')!, status: 'starting', attempt: 2 });
  await world.drive([{ ...at, attempt: 2 }], 1);
  expect(world.runs.get('c')).toMatchObject({ status: 'succeeded', notices: { sent: 500 } });
});

test('a campaign begins at its time, and a list and one user need no second look', async () => {
  const world = mailWorld();
  settle(world, [person('ana'), person('bo'), person('cy')]);
  const begins = world.clock + 3 * 3_600_000;
  const at = world.begin('c', { at: begins, audience: { listed: 2 } });
  world.lists.set('c', ['ana', 'bo', 'ana']);
  expect(await world.step(at)).toEqual({ goesOn: true, waitSeconds: 3600 });
  expect(campaignView(world.runs.get('c')!, quotaOf(world), world.clock)).toMatchObject({
    status: 'scheduled',
    at: begins,
  });
  await world.drive([at], 1);
  expect(world.clock).toBeGreaterThanOrEqual(begins);
  expect(world.runs.get('c')).toMatchObject({ status: 'succeeded', notices: { sent: 2 } });
  await world.drive([world.begin('d', { audience: { userId: 'ANA', again: true } })], 1);
  expect(mailsTo(world, 'ana@corp.example')).toBe(2);
  expect(world.runs.get('d')).toMatchObject({ status: 'succeeded', notices: { sent: 1 } });
  expect(mailsTo(world, 'cy@corp.example')).toBe(0);
});

test('reminders go to those who were told and are not home, after their days, and so many at most', async () => {
  const world = mailWorld();
  settle(
    world,
    ['ana', 'home', 'lost', 'new'].map((name) => person(name)),
  );
  await world.drive(
    [world.begin('c', { audience: { listed: 3 } })].map((at) => {
      world.lists.set('c', ['ana', 'home', 'lost']);
      return at;
    }),
  );
  const password = { hash: 'x', changedAt: 1, mustChange: false, history: [] };
  settle(world, [person('home', { password })]);
  const remind = async (id: string) => {
    await world.drive([world.begin(id, { mail: 'reminder' })], 1);
    return world.runs.get(id)!.notices;
  };
  expect(await remind('early')).toMatchObject({ sent: 0 });
  world.clock += 7 * DAY_MS;
  world.trouble.set('lost@corp.example', new LandfallError('mail.uncertain'));
  expect(await remind('first')).toMatchObject({ sent: 1, uncertain: 1 });
  expect(world.notices.get('lost')).toMatchObject({ status: 'sent', reminder: 'uncertain', reminders: 1 });
  expect(await remind('same')).toMatchObject({ sent: 0 });
  for (const id of ['second', 'third']) {
    world.clock += 7 * DAY_MS;
    await remind(id);
  }
  expect([
    mailsTo(world, 'ana@corp.example'),
    mailsTo(world, 'home@corp.example'),
    mailsTo(world, 'new@corp.example'),
  ]).toEqual([3, 1, 0]);
  expect(statusOf(world, 'ana')).toBe('sent');
});

test('a reminder of which the answer was lost with its process is named, and not sent again soon', async () => {
  let killing = false;
  const world = mailWorld((port) => (killing && port === 'settle' ? 'killed before' : undefined));
  settle(world, [person('ana')]);
  await world.drive([world.begin('c')], 1);
  world.clock += 7 * DAY_MS;
  killing = true;
  const at = world.begin('r', { mail: 'reminder' });
  await world.step(at);
  killing = false;
  await world.drive([at], 1);
  expect(world.notices.get('ana')).toMatchObject({ status: 'sent', reminder: 'uncertain' });
  expect(world.runs.get('r')).toMatchObject({ status: 'succeeded', notices: { uncertain: 1 } });
  expect(mailsTo(world, 'ana@corp.example')).toBe(2);
});

test('campaigns side by side share the lane round by round, and each comes to its end', async () => {
  const world = mailWorld();
  settle(
    world,
    [...names(8000, 'a'), ...names(8000, 'b')].map((name) => person(name)),
  );
  world.lists.set('one', names(8000, 'a'));
  world.lists.set('two', names(8000, 'b'));
  const turns: string[] = [];
  await world.drive(
    ['one', 'two'].map((id) => world.begin(id, { audience: { listed: 8000 } })),
    2,
    () => turns.push(world.lane.last!),
  );
  expect(['one', 'two'].map((id) => world.runs.get(id)!.notices!.sent)).toEqual([8000, 8000]);
  const changes = turns.filter((turn, index) => index > 0 && turn !== turns[index - 1]).length;
  expect(changes).toBeGreaterThanOrEqual(2);
});
