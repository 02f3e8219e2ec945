import type { StoredPassword, TemporaryCode, Token, User } from '#core/directory/model.ts';
import { mailboxHash, NOTICE_STATUSES, type NoticeStatus } from '#core/migration/notice.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { aToken, aUser } from '#test/support/memory.ts';
import { type Facts, type Journey, type JourneyNotice, type JourneySettings, journeyOf } from './journey.ts';
import { type Milestone, STUCK, type Stuck, stageOf } from './stages.ts';

const NOW = Date.parse('2026-11-30T10:00:00Z');
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const ADDRESS = 'anna@corp.example';
const { startsAt: _starts, ...usable } = aToken({ createdAt: NOW - DAY });
const CODE_HOURS = defaultSettings().tokenPolicy.temporaryCodeHours;
const base = aUser({ createdAt: NOW - DAY, updatedAt: NOW - HOUR, email: ADDRESS, imported: true });
const defaults = defaultSettings();
const settings: JourneySettings = defaults;
const asking = (mode: JourneySettings['recovery']['mode']): JourneySettings => ({
  ...defaults,
  recovery: { ...defaults.recovery, mode },
});
const { failures, lockoutMinutes } = defaults.lockout;
const notice = (status: NoticeStatus, more: Partial<JourneyNotice> = {}): JourneyNotice => ({
  status,
  migration: 'r1',
  at: NOW - MINUTE,
  ...more,
});
const given = (user: Partial<User> = {}, tokens: readonly Token[] = [usable], found?: JourneyNotice): Facts => ({
  user: { ...base, ...user },
  tokens,
  notice: found,
});
const password = (more: Partial<StoredPassword> = {}): StoredPassword =>
  ({ phc: 'x', pepper: 1, changedAt: NOW - HOUR, mustChange: false, ...more }) as unknown as StoredPassword;

/** Lost, with a temporary code. */
const coded = (code: Partial<TemporaryCode> = {}, token: Partial<Token> = {}): Token => ({
  ...usable,
  lost: true,
  temporaryCode: { hash: 'h', givenAt: NOW - HOUR, epoch: base.sessionEpoch, serials: base.tokens, ...code },
  ...token,
});

/** Each way in which a fact can be, with what the words of the journey say of it. */
const PASSWORDS: readonly { readonly is: 'none' | 'own' | 'temporary'; readonly of: Partial<User> }[] = [
  { is: 'none', of: {} },
  { is: 'own', of: { password: password() } },
  { is: 'temporary', of: { password: password({ mustChange: true }) } },
  { is: 'none', of: { password: password({ mustChange: true, changedAt: NOW - 25 * HOUR }) } },
];
const ACCOUNTS: readonly { readonly is: Stuck | 'fine'; readonly of: Partial<User> }[] = [
  { is: 'fine', of: {} },
  { is: 'disabled', of: { enabled: false } },
  { is: 'expired', of: { accountEnd: NOW } },
  { is: 'not-started', of: { accountStart: NOW + 1 } },
  { is: 'locked', of: { lockedOut: true } },
  { is: 'locked-out', of: { failures, failedAt: NOW - lockoutMinutes * MINUTE + 1 } },
  { is: 'fine', of: { failures, failedAt: NOW - lockoutMinutes * MINUTE } },
  { is: 'fine', of: { failures: failures - 1, failedAt: NOW } },
];
const TOKENS: readonly { readonly is: 'none' | 'usable' | 'useless'; readonly of: readonly Token[] }[] = [
  { is: 'none', of: [] },
  { is: 'none', of: [{ ...usable, serial: '000000000009' }] },
  { is: 'usable', of: [usable] },
  { is: 'usable', of: [{ ...usable, suspendedAt: NOW }] },
  { is: 'useless', of: [{ ...usable, enabled: false }] },
  { is: 'useless', of: [{ ...usable, lost: true }] },
  { is: 'usable', of: [coded()] },
  { is: 'useless', of: [coded({ givenAt: NOW - CODE_HOURS * HOUR })] },
  { is: 'useless', of: [coded({ usedAt: NOW - MINUTE })] },
  { is: 'useless', of: [{ ...usable, expiresAt: NOW - 1 }] },
  { is: 'useless', of: [{ ...usable, startsAt: NOW + 1 }] },
];
type Told = { readonly of: JourneyNotice | undefined; readonly status?: NoticeStatus; readonly old?: boolean };
const NOTICES: readonly Told[] = [
  { of: undefined },
  ...NOTICE_STATUSES.flatMap((status) => [
    { of: notice(status), status },
    { of: notice(status, { to: mailboxHash(ADDRESS) }), status },
    { of: notice(status, { to: mailboxHash('other@corp.example') }), status },
    { of: notice(status, { at: NOW - HOUR }), status, old: true },
    { of: notice(status, { source: 'elsewhere' }), status },
  ]),
];
const both = [true, false];
/** Has an address, was imported. */
const ARRIVALS = [
  [true, true],
  [false, true],
  [false, false],
] as const;

/** Whether a notice says anything of this person at this mailbox. */
const counts = (found: JourneyNotice, user: User): boolean =>
  !(found.source !== undefined && user.source !== undefined && found.source !== user.source) &&
  (found.to === undefined || (user.email !== undefined && found.to === mailboxHash(user.email)));

test('each combination of facts has the stage and the reason that the words say', () => {
  const seen = new Set<string>();
  let tried = 0;
  for (const pass of PASSWORDS)
    for (const account of ACCOUNTS)
      for (const held of TOKENS)
        for (const told of NOTICES)
          for (const loggedOn of both)
            for (const answered of both)
              for (const mode of ['email-link+questions', 'email-link+token'] as const)
                for (const [address, imported] of ARRIVALS) {
                  const { email: _email, ...silent } = base;
                  const user: User = {
                    ...(address ? base : silent),
                    ...account.of,
                    ...pass.of,
                    source: 'old',
                    imported,
                    ...(loggedOn ? { firstTokenLogonAt: NOW - HOUR } : {}),
                    answers: answered
                      ? ['a', 'b', 'c'].map((question) => ({ language: 'en', question, hash: 'h' }))
                      : [],
                  };
                  const found = journeyOf({ user, tokens: held.of, notice: told.of }, asking(mode), NOW);
                  const status = told.of && counts(told.of, user) ? told.status : undefined;

                  let reached: Milestone = status === 'sent' || status === 'complained' ? 'told' : 'imported';
                  if (loggedOn) reached = answered && mode === 'email-link+questions' ? 'questions' : 'token-logon';
                  if (pass.is === 'temporary') reached = 'temporary-password';
                  if (pass.is === 'own') reached = 'home';

                  const onTheWay = reached !== 'home' && reached !== 'temporary-password';
                  const waits = reached === 'imported' || reached === 'told';
                  const hindered: Readonly<Record<Stuck, boolean>> = {
                    disabled: account.is === 'disabled',
                    expired: account.is === 'expired',
                    'not-started': account.is === 'not-started',
                    locked: account.is === 'locked',
                    'locked-out': account.is === 'locked-out',
                    'no-token': onTheWay && held.is === 'none',
                    'no-usable-token': onTheWay && held.is === 'useless',
                    'no-address': reached === 'imported' && imported && !address,
                    bounced: waits && status === 'bounced',
                    refused: waits && status === 'failed',
                    uncertain: waits && (status === 'uncertain' || (status === 'claimed' && told.old === true)),
                    'not-possible': waits && status === 'not-possible',
                  };
                  const stuck = reached === 'home' ? undefined : STUCK.find((reason) => hindered[reason]);
                  tried += 1;
                  seen.add(`${reached} ${stuck ?? 'goes on'}`);
                  if (found.reached !== reached || found.stuck !== stuck)
                    expect({ user, told, held, mode, found }).toEqual({ reached, stuck });
                  if (stageOf(found) !== (stuck ? 'stuck' : reached)) expect(stageOf(found)).toBe(reached);
                }
  expect(tried).toBeGreaterThan(50_000);
  // Every milestone with and without each reason that it can have.
  for (const stage of ['imported', 'told', 'token-logon', 'questions', 'temporary-password'])
    for (const why of ['goes on', 'disabled', 'expired', 'not-started', 'locked', 'locked-out'])
      expect(seen).toContain(`${stage} ${why}`);
  for (const why of STUCK.slice(5)) expect(seen).toContain(`imported ${why}`);
  expect([...seen].filter((one) => one.startsWith('home'))).toEqual(['home goes on']);
});

const times = (facts: Facts, before?: Journey) => journeyOf(facts, settings, NOW, before).times;
const since = (facts: Facts, before?: Journey) => journeyOf(facts, settings, NOW, before).since;

test('the times of the milestones are those of the facts that show them', () => {
  const found = times(
    given({ firstTokenLogonAt: NOW - 5, password: password() }, [usable], notice('sent', { at: NOW - 9 })),
  );
  expect(found).toEqual({ imported: NOW - DAY, told: NOW - 9, tokenLogon: NOW - 5, home: NOW - HOUR });
  expect(times(given())).toEqual({ imported: NOW - DAY });
  expect(times(given({}, [usable], notice('bounced')))).toEqual({ imported: NOW - DAY });
});

test('when a milestone was first reached stays, whatever comes after it', () => {
  const first = journeyOf(given({ password: password() }, [usable], notice('sent', { at: 1 })), settings, NOW);
  const later = given({ password: password({ changedAt: NOW }) }, [usable], notice('sent', { at: 2 }));
  expect(times(later, first)).toMatchObject({ told: 1, home: NOW - HOUR });
  expect(times(given({}, [usable], notice('bounced')), first)).toMatchObject({ told: 1, home: NOW - HOUR });
});

test.each([
  ['imported', given(), NOW - DAY],
  ['told', given({}, [usable], notice('sent', { at: NOW - 7 })), NOW - 7],
  ['token-logon', given({ firstTokenLogonAt: NOW - 6 }), NOW - 6],
  ['temporary-password', given({ password: password({ mustChange: true }) }), NOW - HOUR],
  ['home', given({ password: password() }), NOW - HOUR],
] as const)('the stage %s is reached at the time of its fact', (reached, facts, at) => {
  expect(journeyOf(facts, settings, NOW)).toMatchObject({ reached, since: at });
});

test('a stage without a time of its own begins when it was seen, or, of one not known before, with the last change', () => {
  const answers = ['a', 'b', 'c'].map((question) => ({ language: 'en', question, hash: 'h' }));
  const asked = given({ firstTokenLogonAt: NOW - DAY, answers });
  expect(since(asked)).toBe(NOW - HOUR);
  const before = journeyOf(given({ firstTokenLogonAt: NOW - DAY }), settings, NOW - 5);
  expect(since(asked, before)).toBe(NOW);
  const stuck = given({ enabled: false });
  expect(since(stuck)).toBe(NOW - HOUR);
  expect(since(stuck, journeyOf(given(), settings, NOW - 5))).toBe(NOW);
});

test('a stage that stays, with the same reason, stays since then', () => {
  const before: Journey = { reached: 'imported', stuck: 'disabled', since: 77, times: { imported: NOW - DAY } };
  expect(since(given({ enabled: false }), before)).toBe(77);
  expect(since(given({ enabled: false }), { ...before, stuck: 'locked' })).toBe(NOW);
  expect(since(given(), { reached: 'imported', since: 78, times: before.times })).toBe(78);
});

const changesAt = (facts: Facts) => journeyOf(facts, settings, NOW).changesAt;

test.each([
  ['an account that begins', given({ accountStart: NOW + 5 }), NOW + 5],
  ['an account that ends', given({ accountEnd: NOW + 6 }), NOW + 6],
  ['a lockout that ends', given({ failures, failuresSince: NOW }), NOW + lockoutMinutes * MINUTE],
  ['a token that begins', given({}, [{ ...usable, startsAt: NOW + 7 }]), NOW + 7],
  ['a token that may be used to the last millisecond', given({}, [{ ...usable, expiresAt: NOW + 8 }]), NOW + 9],
  ['a claim that becomes uncertain', given({}, [usable], notice('claimed', { at: NOW })), NOW + 15 * MINUTE],
  ['a temporary code that ends', given({}, [coded()]), NOW + (CODE_HOURS - 1) * HOUR],
  ['a password given out that ends', given({ password: password({ mustChange: true }) }), NOW + 23 * HOUR],
  ['the first of several', given({ accountStart: NOW + 9, accountEnd: NOW + 6 }), NOW + 6],
])('%s changes the journey by itself, and is looked at on that day', (_what, facts, at) => {
  expect(changesAt(facts)).toBe(at);
});

test.each([
  ['dates that have passed', given({ accountStart: NOW, accountEnd: NOW - 1 }, [{ ...usable, startsAt: NOW - 1 }])],
  ['no dates', given()],
  ['a temporary code that has ended', given({}, [coded({ givenAt: NOW - CODE_HOURS * HOUR })])],
  ['a person who is home', given({ accountEnd: NOW + 5, password: password() })],
  ['a mail that was sent', given({}, [usable], notice('sent', { at: NOW }))],
])('%s: nothing changes by itself', (_what, facts) => {
  expect(journeyOf(facts, settings, NOW)).not.toHaveProperty('changesAt');
});

test('a lost token with a temporary code is a way in until the code ends, is used, or its user changes', () => {
  const stuck = (facts: Facts, now = NOW) => journeyOf(facts, settings, now).stuck;
  expect(stuck(given({}, [coded()]))).toBeUndefined();
  expect(stuck(given({}, [coded()]), NOW + (CODE_HOURS - 1) * HOUR - 1)).toBeUndefined();
  expect(stuck(given({}, [coded()]), NOW + (CODE_HOURS - 1) * HOUR)).toBe('no-usable-token');
  expect(stuck(given({}, [coded({ usedAt: NOW })]))).toBe('no-usable-token');
  expect(stuck(given({ sessionEpoch: base.sessionEpoch + 1 }, [coded()]))).toBe('no-usable-token');
  expect(stuck(given({}, [coded({}, { enabled: false })]))).toBe('no-usable-token');
});

test('at each date the journey is looked at, it is as it would be worked out anew', () => {
  const facts = given({ accountStart: NOW + 5, accountEnd: NOW + 50 }, [{ ...usable, expiresAt: NOW + 20 }]);
  let before = journeyOf(facts, settings, NOW);
  for (let now = NOW; now <= NOW + 60; now++) {
    if (before.changesAt !== undefined && before.changesAt <= now) before = journeyOf(facts, settings, now, before);
    const { reached, stuck } = journeyOf(facts, settings, now);
    expect({ now, reached: before.reached, stuck: before.stuck }).toEqual({ now, reached, stuck });
  }
});
