import type { Origin } from '#core/directory/model.ts';
import { userKey } from '#core/text.ts';
import { PHC, storedToken, storedUser, token, unassignedToken, user } from '#test/support/staging.ts';
import type { Entry, TokenEntry, UserEntry } from './entries.ts';
import { type Holdings, isFinal, type PlanContext, planEntry } from './plan-entry.ts';
import { hintOf } from './report-codes.ts';

const [ONE, TWO, THREE] = ['000000000001', '000000000002', '000000000003'] as const;
const at = (line: number): Origin => ({ migration: 'm', part: 1, line });
const me = at(5);
const nothing: Holdings = { users: new Map(), tokens: new Map() };
const context: PlanContext = { policy: 'skip', source: 'external', enrolment: 2, pseudonym: (key) => `p of ${key}` };
const plan = (entry: Entry, holdings: Partial<Holdings> = {}, more: Partial<PlanContext> = {}) =>
  planEntry(entry, { ...nothing, ...holdings }, { ...context, ...more }, userKey);
const entry = (record = user('Ana', [ONE, TWO]), more: Partial<UserEntry> = {}): UserEntry => ({
  kind: 'user',
  me,
  key: userKey(record.userId),
  record,
  tokens: record.tokens,
  duplicates: [],
  answers: [],
  dropped: 0,
  ...more,
});
const tokens = (...list: ReturnType<typeof storedToken>[]) => new Map(list.map((one) => [one.serial, one]));
const users = (one: ReturnType<typeof storedUser>) => new Map([[userKey(one.userId), one]]);
const head = { part: 1, line: 5 };

describe('a record that was refused', () => {
  test('of a user is reported with the tokens', () => {
    const record = user('Ana', [ONE]);
    const refused = plan({ kind: 'rejected', me, code: 'user.email_invalid', record });
    expect(refused.line).toStrictEqual({
      ...head,
      type: 'user',
      outcome: 'rejected',
      code: 'user.email_invalid',
      hint: hintOf('user.email_invalid'),
      userId: 'Ana',
      pseudonym: 'p of ana',
      tokens: [{ serial: ONE, outcome: 'rejected', pin: true }],
    });
    expect(isFinal(refused)).toBe(true);
  });
  test('of a token carries the reason at the token too', () => {
    const { line } = plan({ kind: 'rejected', me, code: 'token.duplicate', record: unassignedToken(ONE) });
    expect(line).toStrictEqual({
      ...head,
      type: 'token',
      outcome: 'rejected',
      code: 'token.duplicate',
      hint: hintOf('token.duplicate'),
      serial: ONE,
      tokens: [{ serial: ONE, outcome: 'rejected', code: 'token.duplicate', pin: true }],
    });
  });
  test('that could not be read is reported with its place', () => {
    expect(plan({ kind: 'rejected', me, code: 'record.invalid', where: 'tokens.0.pin' })).toStrictEqual({
      entry: { kind: 'rejected', me, code: 'record.invalid', where: 'tokens.0.pin' },
      line: {
        ...head,
        type: 'unreadable',
        outcome: 'rejected',
        code: 'record.invalid',
        hint: hintOf('record.invalid', 'tokens.0.pin'),
      },
      tokens: [],
      drop: [],
    });
  });
});

describe('a token without its user', () => {
  const spare: TokenEntry = { kind: 'token', me, record: unassignedToken(ONE) as TokenEntry['record'] };
  test('is created unassigned', () => {
    const planned = plan(spare);
    expect(planned.line).toStrictEqual({
      ...head,
      type: 'token',
      outcome: 'created',
      serial: ONE,
      tokens: [{ serial: ONE, outcome: 'created', pin: true }],
    });
    expect(planned.tokens).toStrictEqual([{ act: 'create', me, record: token(ONE) }]);
    expect(isFinal(planned)).toBe(false);
  });
  test('that exists already stays as it is', () => {
    const planned = plan(spare, { tokens: tokens(storedToken(ONE)) });
    expect(planned.line).toMatchObject({
      outcome: 'skipped',
      code: 'token.exists',
      tokens: [{ code: 'token.exists' }],
    });
    expect(isFinal(planned)).toBe(true);
  });
  test('takes the place of a later record of the package', () => {
    const held = { ...storedToken(ONE), origin: at(6) };
    const planned = plan(spare, { tokens: tokens(held) });
    expect(planned.tokens).toStrictEqual([{ act: 'displace', me, record: token(ONE), existing: held }]);
  });
  test('of a user who is not in the package is not assigned', () => {
    const stray = { ...spare, assignedTo: 'bo' };
    expect(plan(stray).line).toMatchObject({ outcome: 'rejected', code: 'token.user_missing' });
    expect(plan(stray, { users: users(storedUser('bo')) }).line).toMatchObject({
      outcome: 'skipped',
      code: 'user.exists',
    });
    expect(isFinal(plan(stray))).toBe(true);
  });
  test('without a PIN is in New PIN mode, unless its style has none', () => {
    const { pin: _pin, ...record } = spare.record;
    const pinOf = (more: object) => plan({ ...spare, record: { ...record, ...more } }).line.tokens![0]!.pin;
    expect([pinOf({}), pinOf({ pinStyle: 'none' }), pinOf({ pin: '1234' })]).toEqual([false, true, true]);
  });
});

describe('a user of this record', () => {
  test('is created with the tokens that can be had', () => {
    const duplicates = [token(THREE)];
    const answers = [{ language: 'en_US', question: 'Pet?', phc: 'h' }];
    const given = entry(user('Ana', [ONE, TWO]), { duplicates, answers, dropped: 1 });
    const planned = plan(given, { tokens: tokens(storedToken(TWO, 'bo')) });
    expect(planned.line).toStrictEqual({
      ...head,
      outcome: 'created',
      type: 'user',
      userId: 'Ana',
      pseudonym: 'p of ana',
      notes: ['answers.dropped', 'answers.too_few'],
      tokens: [
        { serial: ONE, outcome: 'created', pin: true },
        { serial: TWO, outcome: 'rejected', code: 'token.assigned', pin: true },
        { serial: THREE, outcome: 'rejected', code: 'token.duplicate', pin: true },
      ],
      answers: { kept: 1, dropped: 1 },
      password: false,
    });
    expect(planned.tokens).toStrictEqual([{ act: 'create', me, record: token(ONE), assignee: 'ana' }]);
    expect(planned.user).toStrictEqual({ act: 'create', entry: given, serials: [ONE] });
    expect(planned.drop).toEqual([]);
  });
  test('is reported with what is missing', () => {
    const answers = [1, 2].map((number) => ({ language: 'en_US', question: `Q${number}?`, phc: 'h' }));
    const { email: _email, ...silent } = user('Ana');
    const notes = (record: typeof silent, more: Partial<PlanContext> = {}) =>
      plan(entry(record, { answers }), {}, more).line.notes;
    expect(notes(silent)).toEqual(['user.no_token', 'user.no_address']);
    expect(notes(silent, { source: 'internal' })).toEqual(['user.no_token', 'password.missing']);
    expect(notes(user('Ana', [ONE]))).toEqual([]);
    expect(notes(user('Ana', [ONE], { password: PHC }), { source: 'internal' })).toEqual([]);
    expect(plan(entry(user('Ana', [], { password: PHC }))).line.password).toBe(true);
  });
  test('is final once written, unless a token was freed since', () => {
    const mine = storedUser('Ana', { origin: me, tokens: [ONE, TWO] });
    const held = tokens({ ...storedToken(ONE, 'ana'), origin: me }, { ...storedToken(TWO, 'ana'), origin: me });
    expect(isFinal(plan(entry(), { users: users(mine), tokens: held }))).toBe(true);
    const less = { ...mine, tokens: [TWO] };
    expect(plan(entry(), { users: users(less), tokens: held }).user).toMatchObject({
      act: 'attach',
      serials: [TWO, ONE],
      existing: less,
    });
  });
  test('takes the place of a later record', () => {
    const later = storedUser('ANA', { origin: at(6) });
    expect(plan(entry(), { users: users(later) }).user).toMatchObject({
      act: 'displace',
      serials: [ONE, TWO],
      existing: later,
    });
  });
});

describe('a user written by another', () => {
  test('is skipped, and tokens that were written before are taken back', () => {
    const held = tokens({ ...storedToken(ONE, 'ana'), origin: me }, { ...storedToken(TWO), origin: at(4) });
    const planned = plan(entry(), { users: users(storedUser('ana')), tokens: held });
    expect(planned).toStrictEqual({
      entry: entry(),
      line: {
        ...head,
        outcome: 'skipped',
        type: 'user',
        userId: 'Ana',
        pseudonym: 'p of ana',
        code: 'user.exists',
        hint: hintOf('user.exists'),
        tokens: [ONE, TWO].map((serial) => ({ serial, outcome: 'skipped', pin: true })),
      },
      tokens: [],
      drop: [ONE],
    });
    expect(isFinal(planned)).toBe(false);
  });
  test('is rejected where an earlier record of the package has the ID', () => {
    const { line } = plan(entry(), { users: users(storedUser('ana', { origin: at(4) })) });
    expect(line).toMatchObject({ outcome: 'rejected', code: 'user.duplicate', tokens: [{ outcome: 'rejected' }, {}] });
  });
  test('is updated by names alone, and only where they differ', () => {
    const held = storedUser('ana', { firstName: 'Old' });
    const planned = plan(entry(user('Ana', [ONE], { firstName: 'New' })), { users: users(held) }, { policy: 'update' });
    expect(planned.user).toMatchObject({ act: 'update', serials: [], existing: held });
    expect(planned.line).toMatchObject({ outcome: 'updated', tokens: [{ outcome: 'skipped' }] });
    const same = plan(entry(user('Ana', [ONE], { firstName: 'Old' })), { users: users(held) }, { policy: 'update' });
    expect(same.line.outcome).toBe('unchanged');
    expect(isFinal(same)).toBe(true);
  });
});
