import type { Token, User } from '#core/directory/model.ts';
import { LandfallError, transient } from '#core/errors.ts';
import {
  type KnownNotice,
  mailboxHash,
  NOTHING_RETURNED,
  noticePerson,
  type Returned,
} from '#core/migration/notice.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { CampaignPlace, Notices } from '#core/migration/record.ts';
import { type Campaign, type NotifyUsersPorts, notifyUsers } from './notify-users.ts';
import type { MailQuota } from './pace.ts';

const ME = 'm1';
type SetUp = {
  users: Map<string, User>;
  notices: Map<string, KnownNotice>;
  reports: ReportLine[][];
  /** Serial -> what the token has otherwise than a good one. */
  tokens: Map<string, Partial<Token>>;
  /** Of the source, by shard of the index. */
  people: string[][];
  sent: string[];
  committed: { place: CampaignPlace; notices: Notices } | undefined;
  quota: MailQuota;
  returned: Returned;
  clock: number;
  /** A rollback of the run has begun. */
  takenBack?: boolean;
  /** What the mail service says of its account. */
  stopped?: Error;
  /** User key -> what the mail service says instead of taking the mail. */
  trouble: Map<string, Error>;
  lane?: 'taken' | 'lost' | 'asked for';
};

const imported = (userId: string, more: Partial<User> = {}): User =>
  ({
    userId,
    email: `${userId}@corp.example`,
    enabled: true,
    lockedOut: false,
    answers: [],
    tokens: [`t-${userId}`],
    imported: true,
    source: 'north',
    origin: {
      migration: ME,
      part: 1,
      line: 1,
    },
    ...more,
  }) as User;
const line = (part: number, number: number, userId: string, more: Partial<ReportLine> = {}): ReportLine => ({
  part,
  line: number,
  type: 'user',
  userId,
  outcome: 'created',
  ...more,
});

function setUp(...parts: string[][]): SetUp {
  const names = parts.flat();
  return {
    users: new Map(names.map((name) => [name, imported(name)])),
    notices: new Map(),
    reports: parts.map((part, index) => part.map((name, at) => line(index + 1, at + 1, name))),
    tokens: new Map(),
    people: [],
    sent: [],
    committed: undefined,
    returned: NOTHING_RETURNED,
    quota: { maxSendRate: 1000, max24HourSend: -1, sentLast24Hours: 0 },
    clock: 0,
    trouble: new Map(),
  };
}

function portsOf(w: SetUp): NotifyUsersPorts {
  const pick = <T>(from: Map<string, T>, keys: readonly string[]) =>
    new Map(keys.flatMap((key) => (from.has(key) ? [[key, from.get(key)!] as const] : [])));
  return {
    readReport: async (part) => w.reports[part - 1]!,
    readPeople: async (shard, from, limit) =>
      (w.people[shard] ?? [])
        .map((userKey) => ({ userKey, at: `user#${userKey}`, ...noticePerson(w.users.get(userKey) ?? {}) }))
        .filter(({ at }) => from === undefined || at > from)
        .slice(0, limit),
    readUsers: async (keys) => pick(w.users, keys),
    readTokens: async (serials) =>
      new Map(
        serials.map((serial) => {
          const good = { serial, enabled: true, lost: false, assignee: serial.slice(2) } as Token;
          return [serial, { ...good, ...w.tokens.get(serial) }];
        }),
      ),
    readNotices: async (keys) => pick(w.notices, keys),
    claimNotice: async (key, { seen, person, to, attempt }) => {
      const known = w.notices.get(key);
      if (known !== seen) return false;
      w.notices.set(key, { status: 'claimed', migration: ME, to, attempt, ...noticePerson(person) });
      return true;
    },
    settleNotice: async (key, { attempt }, { status }) => {
      const known = w.notices.get(key);
      if (known?.attempt !== attempt) return false;
      w.notices.set(key, { ...known, status });
      return true;
    },
    releaseNotice: async (key, { seen }) => void (seen ? w.notices.set(key, seen) : w.notices.delete(key)),
    loseNotice: async (key, seen) => void w.notices.set(key, { ...seen, status: 'uncertain' }),
    markUntold: async (key, status) => void w.notices.set(key, { status, migration: ME }),
    takeLane: async () => w.lane !== 'taken',
    keepLane: async () => ({ held: w.lane !== 'lost', others: w.lane === 'asked for' }),
    releaseLane: async () => undefined,
    readQuota: async () => w.quota,
    checkSender: async () => {
      if (w.stopped) throw w.stopped;
    },
    readReturned: async () => w.returned,
    isTakenBack: async () => w.takenBack === true,
    isUnwanted: async () => false,
    prepare: async () => undefined,
    send: async (user) => {
      const trouble = w.trouble.get(user.userId);
      if (trouble) throw trouble;
      expect(w.notices.get(user.userId)?.status).toBe('claimed');
      w.sent.push(user.userId);
      return 'id';
    },
    commit: async (from, place, notices) => {
      expect(from).toEqual(w.committed?.place);
      w.committed = { place, notices };
    },
    now: () => w.clock,
    sleep: async (ms) => {
      w.clock += ms;
    },
  };
}
const campaign = (w: SetUp): Campaign => ({
  migration: ME,
  source: 'north',
  parts: w.reports.length,
  place: w.committed?.place,
  notices: w.committed?.notices,
  toleratedReturnsPercent: 4,
  possible: true,
  lockout: { failures: 5, lockoutMinutes: 30 },
  attempt: 'r',
});
const round = (w: SetUp) => notifyUsers(portsOf(w), campaign(w));
test('A8: where the console takes no token alone no user is mailed, and each is listed as not possible', async () => {
  const w = setUp(['ana', 'bo']);
  const { email: _none, ...bo } = imported('bo');
  w.users.set('bo', bo);
  await notifyUsers(portsOf(w), { ...campaign(w), possible: false });
  expect(w.sent).toEqual([]);
  expect(w.committed!.notices).toEqual({ sent: 0, notInformed: 0, failed: 0, notNeeded: 0, notPossible: 2 });
  expect([...w.notices.values()].map(({ status }) => status)).toEqual(['not-possible', 'not-possible']);
  // Once it takes one, a further run tells them.
  const again = { ...w, committed: undefined };
  await round(again);
  expect(again.sent).toEqual(['ana']);
});

const names = (count: number, prefix = 'u') => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

test('every imported user gets one mail, and users without an address are counted', async () => {
  const w = setUp(['ana', 'bo'], ['cy']);
  const { email: _none, ...bo } = imported('bo');
  w.users.set('bo', bo);
  expect(await round(w)).toMatchObject({ done: true });
  expect(w.sent.sort()).toEqual(['ana', 'cy']);
  expect(w.committed!.notices).toEqual({ sent: 2, notInformed: 1, failed: 0, notNeeded: 0 });
  expect(w.notices.get('bo')).toMatchObject({ status: 'not-informed' });
});

test('forty mails are sent without waiting at the rate of a new account', async () => {
  const w = setUp(names(40));
  w.quota = { maxSendRate: 14, max24HourSend: 50_000, sentLast24Hours: 0 };
  await round(w);
  expect(w.sent).toHaveLength(40);
  expect(w.clock).toBeLessThan(4_000);
});

test('a user with a password or a notice, one who was made here, and a deleted one get no mail', async () => {
  const w = setUp(['ana', 'bo', 'cy', 'di', 'ed']);
  w.users.set('ana', imported('ana', { password: { hash: 'x', changedAt: 1, mustChange: false, history: [] } }));
  w.notices.set('bo', { status: 'bounced', migration: 'another' });
  w.users.set('cy', imported('cy', { imported: false }));
  w.users.delete('di');
  w.users.set('ed', imported('ed', { source: 'south' }));
  w.reports[0]![4] = line(1, 5, 'ed', { outcome: 'skipped', code: 'user.exists' });
  await round(w);
  expect(w.sent).toEqual([]);
  expect(w.committed!.notices).toEqual({ sent: 0, notInformed: 0, failed: 0, notNeeded: 5 });
});

test('after a round that broke off no user is mailed twice and each is counted once', async () => {
  const w = setUp(names(250));
  w.trouble.set('u170', new Error('connection lost'));
  await expect(round(w)).rejects.toThrow('connection lost');
  expect(w.committed!.place).toEqual({ part: 1, line: 100 });
  w.trouble.clear();
  expect(await round(w)).toMatchObject({ done: true });
  expect(new Set(w.sent).size).toBe(w.sent.length);
  // The one that was under way: whether it went out is not known, and it is not sent again.
  expect(w.sent).not.toContain('u170');
  expect(w.committed!.notices).toEqual({ sent: 249, notInformed: 0, failed: 0, uncertain: 1, notNeeded: 0 });
});

test('a run that is taken back mails no user from that moment on, and its campaign ends', async () => {
  const w = setUp(names(250));
  const ports = portsOf(w);
  const sent: string[] = [];
  ports.send = async ({ userId }) => {
    w.takenBack = sent.push(userId) >= 120;
    return 'm';
  };
  expect(await notifyUsers(ports, campaign(w))).toMatchObject({ done: true, place: { part: 1, line: 100 } });
  // Those whose mail was being sent at that moment.
  expect(sent.length).toBeLessThan(120 + 16);
  expect([...w.notices.values()].some(({ status }) => status === 'claimed')).toBe(false);
});

test('a run that is taken back before its first mail sends none', async () => {
  const w = { ...setUp(['ana']), takenBack: true };
  expect(await round(w)).toMatchObject({ done: true, place: { part: 1, line: 0 } });
  expect([w.sent, w.notices.size]).toEqual([[], 0]);
});

test('while a campaign has the lane, or takes it, the round leaves its mails to another one', async () => {
  const w = setUp(names(3));
  w.lane = 'taken';
  expect(await round(w)).toEqual({ done: false, place: { part: 1, line: 0 } });
  w.lane = 'lost';
  expect(await round(w)).toMatchObject({ done: false });
  expect(w.sent).toEqual([]);
  w.lane = 'asked for';
  expect(await round(w)).toMatchObject({ done: true });
});

test('a refused address does not stop the others', async () => {
  const w = setUp(['ana', 'bo']);
  w.trouble.set('ana', new LandfallError('mail.refused'));
  expect(await round(w)).toMatchObject({ done: true });
  expect(w.committed!.notices).toEqual({ sent: 1, notInformed: 0, failed: 1, notNeeded: 0 });
});

test('a campaign stops where more than 4 of 100 mails came back, before it sends another, and stops again when it is repeated', async () => {
  const w = setUp(names(250));
  const ports = portsOf(w);
  ports.readReturned = async () => ({
    bounced: w.sent.length >= 200 ? 8 : 4,
    complained: w.sent.length >= 200 ? 1 : 0,
  });
  const stopped = { code: 'campaign.stopped', facts: { sent: 200, bounced: 8, complained: 1 } };
  await expect(notifyUsers(ports, campaign(w))).rejects.toMatchObject(stopped);
  expect(w.committed!.place).toEqual({ part: 1, line: 200 });
  await expect(notifyUsers(ports, campaign(w))).rejects.toMatchObject(stopped);
  expect(w.sent).toHaveLength(200);
  expect(await notifyUsers(ports, { ...campaign(w), toleratedReturnsPercent: 5 })).toMatchObject({ done: true });
});

test('the next attempt compares returned mails with all that were sent, and mails no user again', async () => {
  const w = setUp(names(250));
  for (const name of names(200)) w.notices.set(name, { status: 'sent', migration: ME });
  for (const name of names(7)) w.notices.set(name, { status: 'bounced', migration: ME });
  w.notices.set('u9', { status: 'complained', migration: ME });
  w.returned = { bounced: 7, complained: 1 };
  expect(await round(w)).toMatchObject({ done: true });
  expect(w.sent).toHaveLength(50);
  expect(w.committed!.notices).toEqual({ sent: 250, notInformed: 0, failed: 0, notNeeded: 0 });
});

test('returned mails do not stop a campaign that has no user left to mail', async () => {
  const w = setUp(names(100));
  for (const name of names(100)) w.notices.set(name, { status: 'bounced', migration: ME });
  w.returned = { bounced: 100, complained: 0 };
  expect(await round(w)).toMatchObject({ done: true });
});

test('a busy mail service makes the campaign wait and loses no mail', async () => {
  const w = setUp(['ana', 'bo']);
  w.trouble.set('bo', transient('mail.busy'));
  expect(await round(w)).toEqual({ done: false, place: { part: 1, line: 0 } });
  expect(w.notices.has('bo')).toBe(false);
  w.trouble.clear();
  await round(w);
  expect(w.sent).toEqual(['ana', 'bo']);
  expect(w.committed!.notices).toMatchObject({ sent: 2, failed: 0 });
});

test('after 80 % of the day’s quota the campaign waits an hour and goes on with the next user', async () => {
  const w = setUp(names(7), names(8, 'v'));
  w.quota = { maxSendRate: 1000, max24HourSend: 20, sentLast24Hours: 6 };
  expect(await round(w)).toEqual({ done: false, place: { part: 2, line: 3 } });
  expect(w.sent).toHaveLength(10);
  w.quota = { ...w.quota, sentLast24Hours: 16 };
  expect(await round(w)).toMatchObject({ done: false });
  expect(w.sent).toHaveLength(10);
  w.quota = { ...w.quota, sentLast24Hours: 0 };
  expect(await round(w)).toMatchObject({ done: true });
  expect(w.committed!.notices.sent).toBe(15);
  expect(new Set(w.sent).size).toBe(15);
});

test('a round ends within ten minutes, also with a slow mail service', async () => {
  const w = setUp(names(2000));
  w.quota = { maxSendRate: 1, max24HourSend: -1, sentLast24Hours: 0 };
  let rounds = 0;
  for (let done = false; !done && rounds < 10; rounds++) {
    const start = w.clock;
    ({ done } = await round(w));
    expect(w.clock - start).toBeLessThan(600_000);
  }
  expect(w.clock / w.sent.length).toBeGreaterThan(1000 / 0.8 - 50);
});

test('a notice that another round claimed meanwhile is not sent twice', async () => {
  const w = setUp(['ana', 'bo']);
  const ports = portsOf(w);
  const { claimNotice } = ports;
  ports.claimNotice = async (key, claim) => key !== 'ana' && claimNotice(key, claim);
  expect(await notifyUsers(ports, campaign(w))).toMatchObject({ done: true });
  expect(w.sent).toEqual(['bo']);
  expect(w.committed!.notices).toEqual({ sent: 1, notInformed: 0, failed: 0, notNeeded: 1 });
});

test('a part of rejected records alone reads no user', async () => {
  const w = setUp(['ana']);
  w.reports[0]![0] = line(1, 1, 'ana', { outcome: 'rejected' });
  const ports = { ...portsOf(w), readUsers: () => Promise.reject(new Error('was asked')) };
  expect(await notifyUsers(ports, campaign(w))).toMatchObject({ done: true });
});

test('lines that are missing from a report do not stop the campaign', async () => {
  const w = setUp(['ana', 'bo'], [], ['cy']);
  w.reports[0]![0] = line(1, 1, 'ana', { outcome: 'rejected' });
  expect(await round(w)).toMatchObject({ done: true, place: { part: 4, line: 0, shard: 4 } });
  expect(w.sent.sort()).toEqual(['bo', 'cy']);
});

test('a mail to another person who had the user ID before has told this one nothing', async () => {
  const w = setUp(['ana', 'bo']);
  w.people = [['ana', 'bo', 'cy', 'di']];
  w.reports[0]!.pop();
  for (const key of ['ana', 'bo', 'cy', 'di'])
    w.users.set(key, imported(key, { source: 'north', externalId: `e-${key}` }));
  const sent = { status: 'sent', migration: 'earlier', source: 'north' } as const;
  for (const key of ['ana', 'bo', 'cy']) w.notices.set(key, { ...sent, externalId: 'e-left' });
  w.notices.set('di', { ...sent, externalId: 'e-di' });
  await round(w);
  expect(w.sent.sort()).toEqual(['ana', 'bo', 'cy']);
});

test('where the mail service would take no mail, the campaign stops before the first claim', async () => {
  const w = setUp(names(3));
  w.stopped = new LandfallError('sender.unset');
  await expect(round(w)).rejects.toMatchObject({ code: 'sender.unset' });
  expect([w.sent, w.notices.size, w.committed]).toEqual([[], 0, undefined]);
  delete w.stopped;
  expect(await round(w)).toMatchObject({ done: true });
  expect(w.committed!.notices).toEqual({ sent: 3, notInformed: 0, failed: 0, notNeeded: 0 });
});

test('a mail service that can’t be asked about the sender makes the campaign wait', async () => {
  const w = setUp(['ana']);
  w.stopped = transient('mail.busy');
  expect(await round(w)).toEqual({ done: false, place: { part: 1, line: 0 } });
  expect(w.notices.size).toBe(0);
});

test('a campaign without a user to mail does not ask about the sender', async () => {
  const w = setUp(['ana']);
  w.stopped = new LandfallError('sender.unset');
  w.users.set('ana', imported('ana', { password: { hash: 'x', changedAt: 1, mustChange: false, history: [] } }));
  expect(await round(w)).toMatchObject({ done: true });
});

test.each(['sender.not_verified', 'sender.sandbox', 'sender.paused'] as const)(
  '%s in the middle of a campaign stops it at once and uses no user’s mail up',
  async (code) => {
    const w = setUp(names(250));
    const ports = portsOf(w);
    const { send } = ports;
    ports.send = async (user) => {
      if (w.sent.length >= 130) throw new LandfallError(code);
      return send(user);
    };
    await expect(notifyUsers(ports, campaign(w))).rejects.toMatchObject({ code });
    expect(w.sent).toHaveLength(130);
    expect([...w.notices.values()].filter(({ status }) => status !== 'sent')).toEqual([]);
    expect(await round(w)).toMatchObject({ done: true });
    expect(w.committed!.notices).toEqual({ sent: 250, notInformed: 0, failed: 0, notNeeded: 0 });
    expect(new Set(w.sent).size).toBe(250);
  },
);

test('a lost answer leaves its user uncertain: named, counted, and never mailed again by itself', async () => {
  const w = setUp(['ana', 'bo', 'cy']);
  w.trouble.set('bo', new LandfallError('mail.uncertain'));
  expect(await round(w)).toMatchObject({ done: true });
  expect(w.notices.get('bo')).toMatchObject({ status: 'uncertain', migration: ME });
  const counts = { sent: 2, notInformed: 0, failed: 0, uncertain: 1, notNeeded: 0 };
  expect(w.committed!.notices).toEqual(counts);
  w.trouble.clear();
  w.committed = undefined;
  expect(await round(w)).toMatchObject({ done: true });
  expect(w.sent.sort()).toEqual(['ana', 'cy']);
  expect(w.committed!.notices).toEqual(counts);
});

test('where answers keep getting lost, the campaign waits instead of making every user uncertain', async () => {
  const w = setUp(names(200));
  for (const name of names(200)) w.trouble.set(name, new LandfallError('mail.uncertain'));
  expect(await round(w)).toMatchObject({ done: false });
  const claimed = [...w.notices.values()].filter(({ status }) => status === 'uncertain').length;
  expect(claimed).toBeGreaterThanOrEqual(5);
  expect(claimed).toBeLessThanOrEqual(20);
  w.trouble.clear();
  expect(await round(w)).toMatchObject({ done: true });
  expect(w.committed!.notices).toMatchObject({ sent: 200 - claimed, uncertain: claimed });
});

test('a campaign stops where too many addresses are refused, also a small one of which no mail was taken', async () => {
  const w = setUp(names(250));
  for (const name of names(120)) w.trouble.set(name, new LandfallError('mail.refused'));
  const stopped = { code: 'campaign.stopped', facts: { sent: 0, bounced: 0, complained: 0, refused: 100 } };
  await expect(round(w)).rejects.toMatchObject(stopped);
  expect(w.sent).toEqual([]);
});

describe('people of the source who have not been told', () => {
  const told = (w: SetUp, ...keys: string[]) => {
    for (const key of keys) w.notices.set(key, { status: 'sent', migration: 'm0' });
  };

  test('whatever became of the record, a user who is due is told, and who was told is not', async () => {
    const w = setUp(['ana', 'bo', 'cy', 'di']);
    const outcomes = ['created', 'updated', 'unchanged', 'skipped'] as const;
    w.reports[0] = ['ana', 'bo', 'cy', 'di'].map((name, at) => line(1, at + 1, name, { outcome: outcomes[at]! }));
    told(w, 'bo');
    await round(w);
    expect(w.sent.sort()).toEqual(['ana', 'cy', 'di']);
    expect(w.committed!.notices).toEqual({ sent: 3, notInformed: 0, failed: 0, notNeeded: 1 });
  });

  test('those whom no record of this run names are told by the index, once', async () => {
    const w = setUp(['ana']);
    for (const name of ['bo', 'cy', 'di', 'ed', 'flo']) w.users.set(name, imported(name));
    w.people = [['ana', 'bo'], [], ['cy', 'di'], ['ed', 'flo', 'gone']];
    told(w, 'cy');
    w.notices.set('ed', { status: 'failed', migration: 'm0' });
    w.notices.set('flo', { status: 'claimed', migration: 'm0' });
    expect(await round(w)).toMatchObject({ done: true, place: { part: 2, line: 0, shard: 4 } });
    expect(w.sent.sort()).toEqual(['ana', 'bo', 'di']);
    // The claim that an earlier run left is named.
    expect(w.committed!.notices).toEqual({ sent: 3, notInformed: 0, failed: 0, uncertain: 1, notNeeded: 0 });
  });

  test('a run whose source is not known looks at its own users alone', async () => {
    const w = setUp(['ana']);
    const { source: _none, ...ana } = imported('ana');
    w.users.set('ana', ana);
    w.users.set('bo', imported('bo'));
    w.people = [['bo']];
    const { source: _unknown, ...before } = campaign(w);
    expect(await notifyUsers(portsOf(w), before)).toMatchObject({ done: true, place: { part: 2, line: 0 } });
    expect(w.sent).toEqual(['ana']);
  });

  test('a place of a release before, behind the last part, goes on with the people of the source', async () => {
    const w = setUp(['ana']);
    w.users.set('bo', imported('bo'));
    w.people = [['bo']];
    told(w, 'ana');
    w.committed = { place: { part: 2, line: 0 }, notices: { sent: 1, notInformed: 0, failed: 0, notNeeded: 0 } };
    expect(await round(w)).toMatchObject({ done: true });
    expect(w.sent).toEqual(['bo']);
    expect(w.committed.notices).toMatchObject({ sent: 2 });
  });

  test('a walk of the index goes on behind the user who was last looked at, also where the quota is used up', async () => {
    const w = setUp([]);
    const keys = names(5).map((name) => `p${name}`);
    for (const key of keys) w.users.set(key, imported(key));
    w.people = [keys.slice(0, 2), keys.slice(2)];
    w.quota = { maxSendRate: 1000, max24HourSend: 5, sentLast24Hours: 1 };
    expect(await round(w)).toMatchObject({
      done: false,
      place: { part: 2, line: 0, shard: 1, at: 'user#pu2' },
    });
    w.quota = { ...w.quota, sentLast24Hours: 4 };
    expect(await round(w)).toMatchObject({ done: false });
    w.quota = { ...w.quota, sentLast24Hours: 0 };
    expect(await round(w)).toMatchObject({ done: true, place: { part: 2, line: 0, shard: 4 } });
    expect(w.sent).toEqual(keys);
    expect(w.committed!.notices.sent).toBe(5);
  });

  test('a whole stretch of the index is followed by the next', async () => {
    const w = setUp([]);
    w.people = [names(200).sort()];
    for (const key of names(200)) w.users.set(key, imported(key));
    expect(await round(w)).toMatchObject({ done: true });
    expect(w.sent).toHaveLength(200);
  });

  test('who could not be told for a reason of their own is told by the run that finds the reason gone', async () => {
    const w = setUp(['ana', 'bo']);
    w.notices.set('ana', { status: 'not-informed', migration: 'm0' });
    w.notices.set('bo', { status: 'not-able', migration: 'm0' });
    await round(w);
    expect(w.sent.sort()).toEqual(['ana', 'bo']);
  });

  test('whom the index shows as not told for a known reason is counted once, by the run that found it', async () => {
    const w = setUp([]);
    const { email: _none, ...ana } = imported('ana');
    w.users.set('ana', ana);
    w.people = [['ana']];
    await round(w);
    expect(w.committed!.notices).toMatchObject({ notInformed: 1 });
    const later: SetUp = { ...w, committed: undefined };
    await round(later);
    expect(later.committed?.notices).toMatchObject({ notInformed: 0 });
  });
});

describe('who can’t log on is not told, but listed', () => {
  test.each<[string, Partial<User>, Partial<Token>]>([
    ['disabled', { enabled: false }, {}],
    ['locked out', { lockedOut: true }, {}],
    ['not started', { accountStart: 1 }, {}],
    ['ended', { accountEnd: 0 }, {}],
    ['no token', { tokens: [] }, {}],
    ['a token that says it is another user’s', {}, { assignee: 'bo' }],
    ['a disabled token', {}, { enabled: false }],
    ['a lost token', {}, { lost: true }],
    ['an expired token', {}, { expiresAt: -1 }],
    ['a token that has not started', {}, { startsAt: 1 }],
  ])('%s', async (_why, user, token) => {
    const w = setUp(['ana']);
    w.users.set('ana', imported('ana', user));
    w.tokens.set('t-ana', token);
    await round(w);
    expect(w.sent).toEqual([]);
    expect(w.committed!.notices).toEqual({ sent: 0, notInformed: 0, failed: 0, notNeeded: 0, notAble: 1 });
    expect(w.notices.get('ana')).toEqual({ status: 'not-able', migration: ME });
  });

  test('one usable token of several is enough', async () => {
    const w = setUp(['ana']);
    w.users.set('ana', imported('ana', { tokens: ['t-bo', 't-ana'] }));
    await round(w);
    expect(w.sent).toEqual(['ana']);
  });
});

describe('another address', () => {
  const changed = (over: object = {}) =>
    line(1, 1, 'ana', {
      outcome: 'updated',
      changes: [{ field: 'email', from: 'old@corp.example', to: 'ana@corp.example', ...over }],
    });

  test.each(['sent', 'bounced', 'failed'] as const)(
    'a mail to the address before it (%s) does not count: the user is told once more, once',
    async (status) => {
      const w = setUp(['ana']);
      w.reports[0] = [changed()];
      w.notices.set('ana', { status, migration: 'm0' });
      await round(w);
      expect(w.sent).toEqual(['ana']);
      w.committed = undefined;
      await round(w);
      expect(w.sent).toEqual(['ana']);
      expect(w.committed!.notices).toMatchObject({ sent: 1, notNeeded: 0 });
    },
  );

  test('a mailbox that has had the newest mail gets no second one, also where the address was another in between', async () => {
    const w = setUp(['ana']);
    w.reports[0] = [changed()];
    const { email } = w.users.get('ana')!;
    w.notices.set('ana', { status: 'sent', migration: 'm0', to: mailboxHash(email!) });
    await round(w);
    expect(w.sent).toEqual([]);
    w.committed = undefined;
    w.notices.set('ana', { status: 'sent', migration: 'm0', to: mailboxHash('old@corp.example') });
    await round(w);
    expect(w.sent).toEqual(['ana']);
    // The next run takes the address away: there is no mailbox to tell.
    w.committed = undefined;
    w.notices.set('ana', { status: 'sent', migration: 'm0' });
    const { email: _gone, ...without } = w.users.get('ana')!;
    w.users.set('ana', without);
    await round(w);
    expect(w.committed!.notices).toMatchObject({ notInformed: 1 });
  });

  test('a user who was told and has another user ID now is not mailed again: the move has told the new one', async () => {
    const w = setUp(['ana']);
    w.reports[0] = [changed({ field: 'userId' })];
    w.notices.set('ana', { status: 'sent', migration: 'm0' });
    await round(w);
    expect(w.sent).toEqual([]);
  });

  test.each([[{ waits: true }], [{ kept: true }]])(
    'an address that was not applied tells no user again: %j',
    async (over) => {
      const w = setUp(['ana']);
      w.reports[0] = [changed(over)];
      w.notices.set('ana', { status: 'sent', migration: 'm0' });
      await round(w);
      expect(w.sent).toEqual([]);
    },
  );
});
