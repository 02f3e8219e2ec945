/**
 * Every combination of the facts of a case: a person who is stuck is never without advice, and each act that is offered is one that the
 * rules take from this administrator and that changes something.
 */
import * as fc from 'fast-check';
import {
  assignToken,
  editToken,
  giveTemporaryCode,
  resynchroniseToken,
} from '#core/administration/tokens/administer.ts';
import { actOnAccount, editUser, resetPassword } from '#core/administration/users/administer.ts';
import type { UserChange } from '#core/administration/users/edit.ts';
import type { Administrator } from '#core/administration/users/rights.ts';
import { type Entries, recordFirst } from '#core/audit.ts';
import { GIVEN_WAYS, ROLES, type Role, type Token, type User } from '#core/directory/model.ts';
import { type JourneyNotice, journeyOf } from '#core/journey/journey.ts';
import { mailboxHash, NOTICE_STATUSES } from '#core/migration/notice.ts';
import type { Settings } from '#core/settings/model.ts';
import { temporaryCodeHash } from '#core/tokens/temporary-code.ts';
import { aToken, aUser, codeOf, memory, NOW, RING, settingsWith } from '#test/support/memory.ts';
import { CASE_ACTS, type CaseAct, caseOf, type OfferedAct } from './case.ts';

const SERIAL = '000000000001';
const SPARE = '000000000009';
const DAY = 86_400_000;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** Mostly the first: each thing that is wrong hides what comes after it. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(usual) },
    ...others.map((one) => ({ weight: 1, arbitrary: fc.constant(one) })),
  );
const defined = <T extends object>(item: T) =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));

const temporaryCode = {
  hash: temporaryCodeHash(RING, { serial: SERIAL }, '12345678'),
  givenAt: NOW,
  epoch: 0,
  serials: [SERIAL],
};
const token = fc
  .record({
    enabled: mostly(true, false),
    lost: mostly(false, true, true),
    pinStyle: fc.constantFrom('none', 'fob', 'pinpad'),
    hasPin: mostly(true, false),
    failures: fc.constantFrom(0, 3, 100),
    suspendedAt: mostly<number | undefined>(undefined, NOW - 1),
    expiresAt: mostly<number | undefined>(undefined, NOW - DAY, NOW + DAY),
    startsAt: mostly<number | undefined>(undefined, NOW - DAY, NOW + DAY),
    temporaryCode: maybe(fc.constant(temporaryCode)),
    assignee: fc.constantFrom('anna', 'anna', 'anna', 'bert'),
  })
  .map(({ hasPin, ...fields }): Token => {
    const { pinHash, ...made } = aToken(defined(fields));
    return { ...made, ...(hasPin && fields.pinStyle !== 'none' ? { pinHash: pinHash! } : {}) };
  });
const password = fc.record({
  hash: fc.constant('h'),
  changedAt: fc.constantFrom(NOW - 1, NOW - 5 * DAY),
  mustChange: fc.boolean(),
  history: fc.constant([]),
});
const user = fc
  .record({
    enabled: mostly(true, false),
    lockedOut: mostly(false, true),
    failures: mostly(0, 5),
    failedAt: fc.constant(NOW - 1),
    accountStart: mostly<number | undefined>(undefined, NOW - DAY, NOW + DAY),
    accountEnd: mostly<number | undefined>(undefined, NOW - 1, NOW + 2 * DAY),
    email: fc.constantFrom(undefined, 'anna@example.com'),
    readdressedAt: maybe(fc.constant(NOW - 1)),
    imported: mostly(true, false),
    firstTokenLogonAt: mostly<number | undefined>(undefined, NOW - 1),
    password: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: password }),
    answers: fc.constantFrom(
      [],
      ['a', 'b', 'c'].map((question) => ({ language: 'en_US', question, hash: 'h' })),
    ),
    role: mostly<Role | undefined>(undefined, ...ROLES),
    waysGiven: maybe(
      fc.array(
        fc.record({ way: fc.constantFrom(...GIVEN_WAYS), by: fc.constantFrom('ada', 'bo'), at: fc.constant(NOW - 1) }),
        {
          minLength: 1,
          maxLength: 2,
        },
      ),
    ),
    tokens: fc.constantFrom([], [SERIAL], [SERIAL]),
  })
  .map((fields): User => aUser(defined(fields)));
const notice = maybe(
  fc.record({
    status: fc.constantFrom(...NOTICE_STATUSES),
    migration: fc.constant('r'),
    to: fc.constant(mailboxHash('anna@example.com')),
    at: fc.constantFrom(NOW - 1, NOW - DAY),
  }),
);
const settings = fc
  .record({
    passwordRequired: fc.boolean(),
    allowTypedPassword: fc.boolean(),
    mode: fc.constantFrom('email-link+questions', 'questions', 'email-link+token'),
  })
  .map(({ passwordRequired, allowTypedPassword, mode }): Settings => {
    const made = settingsWith({});
    return settingsWith({
      internalDatabase: { ...made.internalDatabase, passwordRequired },
      administratorReset: { ...made.administratorReset, allowTypedPassword },
      recovery: { ...made.recovery, mode },
    });
  });
type World = { user: User; token: Token; notice: JourneyNotice | undefined; settings: Settings };
const world: fc.Arbitrary<World> = fc.record({ user, token, notice, settings });
const agent = fc.record({
  id: fc.constantFrom('ada', 'ada', 'anna'),
  role: fc.constantFrom<Role>(...ROLES),
  sole: fc.boolean(),
});

const factsOf = ({ user: one, token: its, notice: told, settings: set }: World) => {
  const tokens = one.tokens.length > 0 ? [its] : [];
  return { user: one, tokens, notice: told, settings: set, now: NOW };
};
const actorOf = ({ id, role }: { id: string; role: Role }): Administrator => ({
  id,
  role,
  operator: false,
  fresh: true,
  methods: [],
});

/** Does an act by the very rules that the API's routes call. @returns whether it changed something */
async function does(
  { act, serial }: OfferedAct,
  { user: one, token: its, settings: set }: World,
  actor: Administrator,
  sole: boolean,
) {
  const store = memory();
  store.settings = set;
  store.users.set('anna', one);
  store.tokens.set(SERIAL, its);
  const { assignee: _none, ...spare } = aToken({ serial: SPARE });
  store.tokens.set(SPARE, spare);
  store.administrators.keys = sole ? ['ada'] : ['ada', 'cy'];
  store.administrators.superAdmins = sole ? ['ada'] : ['ada', 'cy'];
  const saveUser = async (
    seen: User,
    { set: fields, remove, endSessions }: UserChange,
    _by: string,
    entries: Entries,
  ) => {
    const after: Record<string, unknown> = {
      ...seen,
      ...fields,
      ...(endSessions ? { sessionEpoch: seen.sessionEpoch + 1 } : {}),
    };
    for (const field of remove) delete after[field];
    store.users.set('anna', after as User);
    await recordFirst(store.ports, entries);
    return after as User;
  };
  const ports = { ...store.ports, saveUser };
  const asked = { actor: { ...actor, source: '192.0.2.1' }, now: NOW };
  const needed = one.password === undefined && set.internalDatabase.passwordRequired;
  const save = (fields: object) =>
    editUser(ports, 'anna', { version: 1, ...(needed ? { password: 'nine calm herons walk' } : {}), ...fields }, asked);
  const edit = (fields: object) => editToken(ports, serial!, { version: 1, ...fields }, asked);
  const RUN: Readonly<Record<Exclude<CaseAct, 'send-mail'>, () => Promise<unknown>>> = {
    'enable-account': () => actOnAccount(ports, 'anna', 'enable', asked),
    unlock: () => actOnAccount(ports, 'anna', 'unlock', asked),
    'change-dates': () => save({ accountStart: null, accountEnd: NOW + 9 * DAY }),
    'change-address': () => save({ email: 'anna@example.net' }),
    'enable-token': () => edit({ enabled: true }),
    'clear-pin': () => edit({ clearPin: true }),
    'found-again': () => edit({ lost: false }),
    'report-lost': () => edit({ lost: true }),
    'temporary-code': () => giveTemporaryCode(ports, serial!, { version: 1 }, asked),
    resynchronise: () =>
      resynchroniseToken(
        ports,
        serial!,
        { version: 1, tokencode: codeOf(SERIAL, 5), nextTokencode: codeOf(SERIAL, 6) },
        asked,
      ),
    'assign-token': () => assignToken(ports, SPARE, { version: 1, userId: 'anna', clearPin: false }, asked),
    'reset-link': () => resetPassword(ports, 'anna', { method: 'link' }, asked),
    'one-time-password': () => resetPassword(ports, 'anna', { method: 'one-time' }, asked),
  };
  if (act === 'send-mail') return true;
  const state = () => JSON.stringify([[...store.users], [...store.tokens], store.mails]);
  const before = state();
  await RUN[act]();
  return state() !== before;
}

test('a person who is stuck is never without advice, for each kind of administrator', () => {
  fc.assert(
    fc.property(world, agent, (one, by) => {
      const facts = factsOf(one);
      const own = facts.tokens.filter(({ assignee }) => assignee === 'anna');
      const { stuck } = journeyOf({ ...facts, tokens: own }, one.settings, NOW);
      const { acts } = caseOf(facts, { actor: actorOf(by), hasOther: !by.sole });
      if (stuck !== undefined) expect(acts.length).toBeGreaterThan(0);
    }),
    { numRuns: 1500 },
  );
});

test('each act is offered to an administrator in some case', () => {
  const cases = fc
    .sample(fc.tuple(world, agent), 4000)
    .map(([one, by]) => caseOf(factsOf(one), { actor: actorOf(by), hasOther: !by.sole }));
  const seen = new Set(cases.flatMap(({ acts, says }) => [...acts, ...says]).map(({ act }) => act));
  expect([...seen].sort()).toEqual([...CASE_ACTS].sort());
});

test('each act that is offered is allowed, and changes something; with none that is named twice', async () => {
  await fc.assert(
    fc.asyncProperty(world, agent, async (one, by) => {
      const actor = actorOf(by);
      const { acts, says } = caseOf(factsOf(one), { actor, hasOther: !by.sole });
      const all = [...acts, ...says];
      expect(new Set(all.map(({ act }) => act)).size).toBe(all.length);
      for (const offered of all.filter(({ needs }) => needs === undefined)) {
        expect({ offered, changed: await does(offered, one, actor, by.sole) }).toEqual({ offered, changed: true });
      }
    }),
    { numRuns: 300 },
  );
});

test('each act that is not offered for want of rights would be refused', async () => {
  await fc.assert(
    fc.asyncProperty(world, agent, async (one, by) => {
      const actor = actorOf(by);
      const { acts, says } = caseOf(factsOf(one), { actor, hasOther: !by.sole });
      for (const offered of [...acts, ...says].filter(({ act, needs }) => needs !== undefined && act !== 'send-mail')) {
        // The role that assigns is asked for by the route, before the rule.
        if (offered.needs === 'admin') continue;
        await expect(does(offered, one, actor, by.sole)).rejects.toMatchObject({ name: expect.any(String) });
      }
    }),
    { numRuns: 300 },
  );
});
