/** Ends of a plan that a whole import seldom reaches. */
import type { Origin, Token, User } from '#core/directory/model.ts';
import { aToken, aUser } from '#test/support/memory.ts';
import { token, unassignedToken, user } from '#test/support/staging.ts';
import type { Entry, UserEntry } from './entries.ts';
import { type Holdings, otherPerson } from './holdings.ts';
import type { PlanContext } from './plan.ts';
import { planEntry } from './plan-entry.ts';

const ONE = '000000000001';
const me: Origin = { migration: 'run', part: 1, line: 1 };
const NO_HOLDINGS: Holdings = {
  users: new Map(),
  tokens: new Map(),
  persons: new Map(),
  before: { users: new Map(), tokens: new Map() },
  moved: new Map(),
  told: new Set(),
  writing: new Set(),
};
const context: PlanContext = {
  policy: 'correct',
  source: 'external',
  sourceName: 'old',
  packedAt: 5,
  importedAt: 5,
  older: false,
  countsAsNewest: false,
  applyToTouched: false,
  preview: false,
  enrolment: 0,
  pseudonym: (key) => `p of ${key}`,
  secrets: { samePhc: () => true, samePin: () => true, sameSeed: () => true },
};
const entry = (more: Partial<UserEntry> = {}): UserEntry => {
  const record = user('ana', [ONE]);
  const of = { record, sourceUserId: 'ana', tokens: record.tokens, duplicates: [], answers: [], dropped: 0 };
  return { kind: 'user', me, key: 'ana', ...of, ...more };
};
const ofSource = (more: Partial<User> = {}): User => {
  const { origin: _origin, role: _role, ...one } = aUser();
  return { ...one, userId: 'ana', source: 'old', sourceUserId: 'ana', tokens: [], ...more };
};
const held = (more: Partial<Token>): Token => ({ ...aToken(), serial: ONE, source: 'old', ...more });
const plan = (of: Entry, holdings: Partial<Holdings>) => planEntry(of, { ...NO_HOLDINGS, ...holdings }, context);

test('what this record wrote for a user who was there when it came to that is taken back, and looked at again', () => {
  const mine = held({ origin: me, assignee: 'ana' });
  const { drop, wait, updates } = plan(entry(), {
    users: new Map([['ana', ofSource()]]),
    tokens: new Map([[ONE, mine]]),
  });
  expect({ drop, wait, updates }).toEqual({ drop: [mine], wait: false, updates: [] });
});

test('a token that a rejected record brings, and another one wrote, is not taken back', () => {
  const theirs = held({ origin: { ...me, line: 9 }, assignee: 'bo' });
  const users = new Map([['ana', ofSource({ source: 'new' })]]);
  expect(plan(entry(), { users, tokens: new Map([[ONE, theirs]]) }).drop).toEqual([]);
  const listed = new Map([['ana', ofSource({ source: 'new', tokens: [ONE] })]]);
  const mine = held({ origin: me, assignee: 'ana' });
  expect(plan(entry(), { users: listed, tokens: new Map([[ONE, mine]]) }).drop).toEqual([]);
});

test('a second token of one serial in a record is a duplicate', () => {
  const { line } = plan(entry({ duplicates: [token(ONE)] }), {});
  expect(line.tokens).toMatchObject([{ outcome: 'created' }, { outcome: 'rejected', code: 'token.duplicate' }]);
});

test('a record without an immutable id is found by its user ID alone, where PlanRun moves another', () => {
  const move = {
    part: 1,
    line: 1,
    from: 'x',
    to: 'ana',
    userId: 'ana',
    externalId: 'e-1',
    verdict: 'user.renamed',
  } as const;
  expect(plan(entry({ move }), {}).line).toMatchObject({ outcome: 'created' });
  expect(plan(entry({ move }), { users: new Map([['x', ofSource({ source: 'new' })]]) }).line).toMatchObject({
    outcome: 'created',
  });
});

test('a line that is no record says what it was to bring, where it says so; a refused record who it is', () => {
  const bad: Entry = { kind: 'rejected', me, code: 'record.not_json', where: 'line', held: { users: 1, tokens: 2 } };
  expect(plan(bad, {}).line).toMatchObject({ type: 'unreadable', held: { users: 1, tokens: 2 } });
  expect(plan({ kind: 'rejected', me, code: 'record.not_json' }, {}).line).not.toHaveProperty('held');
  const spare = unassignedToken(ONE);
  expect(plan({ kind: 'rejected', me, code: 'token.duplicate', record: spare }, {}).line).toMatchObject({
    type: 'token',
    serial: ONE,
  });
});

test('a person who was made here has no source', () => {
  const { firstName: _first, lastName: _last, source: _source, ...bare } = ofSource();
  expect(otherPerson(bare)).toEqual({ userId: 'ana' });
});

test('a token that was made here for an active user is reported, and a made one of another stays', () => {
  const made = held({ origin: undefined as never, source: undefined as never, assignee: 'ana' });
  const { origin: _origin, source: _source, ...bare } = made;
  const users = new Map([['ana', ofSource({ tokens: [ONE] })]]);
  expect(
    plan({ kind: 'token', me, record: unassignedToken(ONE) as never }, { users, tokens: new Map([[ONE, bare]]) }).line,
  ).toMatchObject({ outcome: 'skipped', code: 'token.exists' });
});
