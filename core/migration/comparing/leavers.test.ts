import type { Token, User } from '#core/directory/model.ts';
import { storedToken, storedUser } from '#test/support/staging.ts';
import type { Gone } from './gone.ts';
import { keysOfLeavers, type LeaversContext, parseLeavers, planLeaver } from './leavers.ts';

const CONTEXT: LeaversContext = {
  run: 'r',
  part: 7,
  source: 'north',
  packedAt: 100,
  disableGone: false,
  applyToTouched: false,
  pseudonym: (key) => `p-${key}`,
};
const DISABLE = { disableGone: true };
const ONE = '000000000001';
const user = (more: Partial<User> = {}): User =>
  storedUser('Ana', { firstName: 'Ana', source: 'north', packedAt: 99, tokens: [ONE], ...more });
const token = (more: Partial<Token> = {}): Token => ({
  ...storedToken(ONE, 'ana'),
  source: 'north',
  packedAt: 99,
  ...more,
});
const { assignee: _assignee, ...unassigned } = token();
const plan = (
  gone: Gone,
  over: Partial<LeaversContext>,
  one: User | undefined = user(),
  held: Token | undefined = token(),
) =>
  planLeaver(
    gone,
    4,
    { users: new Map(one ? [['ana', one]] : []), tokens: new Map(held ? [[ONE, held]] : []) },
    { ...CONTEXT, ...over },
  );
const PERSON: Gone = { user: 'ana', tokens: [ONE] };
const CHANGES = [{ field: 'enabled', from: true, to: false }];
const by = { migration: 'r', part: 7, line: 4 };
const set = { enabled: false, disabledBy: { run: 'r' }, changedBy: by };

test('who is gone is reported with the tokens that are gone, and left as they are', () => {
  expect(plan(PERSON, {})).toEqual({
    line: {
      part: 7,
      line: 4,
      type: 'user',
      userId: 'Ana',
      name: 'Ana',
      pseudonym: 'p-ana',
      outcome: 'unchanged',
      code: 'user.gone',
      hint: expect.any(String),
      tokens: [{ serial: ONE, outcome: 'unchanged', code: 'token.gone', pin: false }],
    },
    disables: [],
  });
});

test('a run that disables does so to user and token, and says the same when it runs again', () => {
  const { line, disables } = plan(PERSON, DISABLE)!;
  expect(line).toMatchObject({
    outcome: 'updated',
    changes: CHANGES,
    tokens: [{ outcome: 'updated', changes: CHANGES }],
  });
  expect(disables).toEqual([
    { kind: 'user', key: 'ana', seen: user(), set },
    { kind: 'token', key: ONE, seen: token(), set },
  ]);
  const again = { enabled: false, disabledBy: { run: 'r' } };
  expect(plan(PERSON, DISABLE, user(again), token(again))).toEqual({ line, disables: [] });
});

test('what is disabled already, by an administrator or an earlier run, stays as it is', () => {
  const off = { enabled: false };
  for (const more of [off, { ...off, disabledBy: { run: 'earlier' } }])
    expect(plan(PERSON, DISABLE, user(more), token(more))).toMatchObject({
      line: { outcome: 'unchanged' },
      disables: [],
    });
});

test('what has been used is disabled only where that was asked for, and its sessions end', () => {
  const touched = { touchedAt: 5 };
  const used = [user(touched), token(touched)] as const;
  expect(plan(PERSON, DISABLE, ...used)!.disables).toEqual([]);
  const { disables } = plan(PERSON, { ...DISABLE, applyToTouched: true }, ...used)!;
  expect(disables.map((one) => one.set)).toEqual([{ ...set, sessionEpoch: 5 }, set]);
});

test('a user with a role is never changed, nor are their tokens', () => {
  expect(plan(PERSON, { ...DISABLE, applyToTouched: true }, user({ role: 'admin' }))).toMatchObject({
    line: { outcome: 'unchanged', code: 'user.gone' },
    disables: [],
  });
  const held: Gone = { serial: ONE, holder: 'ana' };
  expect(plan(held, DISABLE, user({ role: 'admin' }))).toMatchObject({ line: { outcome: 'unchanged' }, disables: [] });
});

test.each([
  ['deleted', undefined],
  ['of another source', user({ source: 'south' })],
  ['made here', storedUser('Ana')],
  ['brought by this export meanwhile', user({ packedAt: 100 })],
])('a user who is %s is not gone', (_name, now) => {
  const held = new Map([[ONE, token()]]);
  expect(planLeaver(PERSON, 4, { users: new Map(now ? [['ana', now]] : []), tokens: held }, CONTEXT)).toBeUndefined();
});

test('a token of before that has no time of its export is reported too', () => {
  const { packedAt: _packedAt, ...before } = token();
  expect(plan(PERSON, {}, user(), before)!.line.tokens).toHaveLength(1);
});

test('a token that another user has by now is not among the person’s', () => {
  expect(plan(PERSON, {}, user(), token({ assignee: 'bo' }))!.line.tokens).toEqual([]);
});

test('a token is gone from a person who stays, or from no user', () => {
  const held: Gone = { serial: ONE, holder: 'ana' };
  expect(plan(held, DISABLE)).toMatchObject({
    line: {
      type: 'token',
      serial: ONE,
      userId: 'Ana',
      pseudonym: 'p-ana',
      outcome: 'updated',
      code: 'token.gone',
      tokens: [{ serial: ONE, outcome: 'updated', changes: CHANGES }],
    },
    disables: [{ kind: 'token', key: ONE }],
  });
  const { line } = planLeaver({ serial: ONE }, 4, { users: new Map(), tokens: new Map([[ONE, unassigned]]) }, CONTEXT)!;
  expect(line).toEqual({
    part: 7,
    line: 4,
    type: 'token',
    serial: ONE,
    outcome: 'unchanged',
    code: 'token.gone',
    hint: expect.any(String),
    tokens: [{ serial: ONE, outcome: 'unchanged', code: 'token.gone', pin: false }],
  });
});

test('the token of a person who moves in this run is gone before and after, with the user ID that the person gets', () => {
  const held: Gone = { serial: ONE, holder: 'ana', to: { key: 'eve', userId: 'Eve' } };
  const at = (key: string, userId: string) =>
    planLeaver(
      held,
      4,
      { users: new Map([[key, user({ userId })]]), tokens: new Map([[ONE, token({ assignee: key })]]) },
      CONTEXT,
    )!.line;
  expect(at('ana', 'Ana')).toMatchObject({ userId: 'Eve', pseudonym: 'p-eve', code: 'token.gone' });
  expect(at('eve', 'Eve')).toEqual(at('ana', 'Ana'));
  expect(at('eve', 'Eve')).not.toHaveProperty('name');
  expect(keysOfLeavers([held])).toEqual({ users: ['ana', 'eve'], tokens: [ONE] });
});

test('a token is not gone where user and token do not agree, or it is another’s by now', () => {
  const held: Gone = { serial: ONE, holder: 'ana' };
  expect(plan(held, {}, user({ tokens: [] }))).toBeUndefined();
  expect(plan(held, {}, user(), token({ assignee: 'bo' }))).toBeUndefined();
  expect(plan(held, {}, user(), unassigned)).toBeUndefined();
  expect(plan({ serial: ONE }, {}, user(), token())).toBeUndefined();
  expect(planLeaver(held, 4, { users: new Map(), tokens: new Map([[ONE, token()]]) }, CONTEXT)).toBeUndefined();
  expect(planLeaver({ serial: ONE }, 4, { users: new Map(), tokens: new Map() }, CONTEXT)).toBeUndefined();
});

test('a list says what is to be read for it, and a damaged one is named', () => {
  const list: Gone[] = [PERSON, { serial: '2' }, { serial: '3', holder: 'bo' }];
  expect(parseLeavers(JSON.stringify(list), 'x')).toEqual(list);
  expect(keysOfLeavers(list)).toEqual({ users: ['ana', 'bo'], tokens: [ONE, '2', '3'] });
  expect(() => parseLeavers('[7]', 'x')).toThrow(expect.objectContaining({ code: 'stored.damaged' }));
});
