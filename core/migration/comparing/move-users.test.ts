import fc from 'fast-check';
import type { Token, User } from '#core/directory/model.ts';
import { storedToken, storedUser } from '#test/support/staging.ts';
import type { KnownNotice } from '../notice.ts';
import { type Move, movesName, partPlanName, readPartPlan } from '../run-plan.ts';
import { type Mover, type MovesContext, type MoveUsersPorts, moveUsers } from './move-users.ts';

const CONTEXT: MovesContext = {
  run: 'r',
  source: 'north',
  applyToTouched: false,
  touched: ({ touchedAt }) => touchedAt !== undefined,
  until: 1_000,
};
const move = (from: string, to: string, more: Partial<Move> = {}): Move => ({
  part: 1,
  line: 1,
  from,
  to,
  userId: to.toUpperCase(),
  externalId: `e-${from}`,
  verdict: 'moves',
  ...more,
});

/** A directory in memory, whose users are known by their external ids. */
function directory(keys: readonly string[], moves: readonly Move[]) {
  const users = new Map<string, User>(
    keys.map((key) => [
      key,
      storedUser(key, { source: 'north', externalId: `e-${key}`, tokens: [`t-${key}`], email: 'x@corp.example' }),
    ]),
  );
  const tokens = new Map<string, Token>(keys.map((key) => [`t-${key}`, storedToken(`t-${key}`, key)]));
  const notices = new Map<string, KnownNotice>();
  const plans = new Map<string, string>([
    [movesName('r'), JSON.stringify(moves)],
    [
      partPlanName('r', 1),
      JSON.stringify({ lines: Object.fromEntries(moves.map((one) => [one.line, { move: one }])), vacated: [] }),
    ],
  ]);
  const told: string[] = [];
  const groups: Mover[][] = [];
  let now = 0;
  const ports: MoveUsersPorts = {
    readPlan: async (name) => plans.get(name),
    putPlan: async (name, body) => void plans.set(name, body),
    readUsers: async (asked) => new Map(asked.flatMap((key) => (users.has(key) ? [[key, users.get(key)!]] : []))),
    readTokens: async (asked) => new Map(asked.flatMap((key) => (tokens.has(key) ? [[key, tokens.get(key)!]] : []))),
    readNotices: async (asked) => new Map(asked.flatMap((key) => (notices.has(key) ? [[key, notices.get(key)!]] : []))),
    moveGroup: async (group) => {
      for (const { move: one } of group) users.delete(one.from);
      for (const { move: one, user, tokens: own } of group) {
        if (users.has(one.to)) throw new Error('two persons under one user ID');
        users.set(one.to, { ...user, userId: one.userId });
        for (const token of own) tokens.set(token.serial, { ...token, assignee: one.to });
      }
      groups.push([...group]);
      return true;
    },
    enqueueMail: async (mail) => void told.push(JSON.stringify(mail)),
    now: () => now,
  };
  const where = () => Object.fromEntries([...users].map(([key, { externalId }]) => [externalId, key]));
  const verdict = async (line: number) => {
    const { move: now } = (await readPartPlan(ports.readPlan, 'r', 1)).lines[line]!;
    return [now!.verdict, now!.other];
  };
  return { ports, users, tokens, notices, told, groups, where, verdict, later: (at: number) => (now = at) };
}

test('a swap and a chain are carried out, tokens with them, and a circle in one transaction', async () => {
  const { ports, tokens, groups, where } = directory(
    ['a', 'b', 'c', 'd'],
    [move('a', 'b'), move('b', 'a', { line: 2 }), move('c', 'd', { line: 3 }), move('d', 'e', { line: 4 })],
  );
  expect(await moveUsers(ports, 0, CONTEXT)).toEqual({ done: true, next: 2 });
  expect(where()).toEqual({ 'e-a': 'b', 'e-b': 'a', 'e-c': 'd', 'e-d': 'e' });
  expect([...tokens.values()].map(({ serial, assignee }) => [serial, assignee])).toEqual([
    ['t-a', 'b'],
    ['t-b', 'a'],
    ['t-c', 'd'],
    ['t-d', 'e'],
  ]);
  expect(groups.map((group) => group.length).toSorted((a, b) => a - b)).toEqual([1, 1, 2]);
  expect(groups[0]![0]!.by).toMatchObject({ migration: 'r', part: 1 });
});

test('a token that is another person’s by now does not go with the person', async () => {
  const { ports, tokens, groups } = directory(['a'], [move('a', 'b')]);
  tokens.set('t-a', storedToken('t-a', 'other'));
  await moveUsers(ports, 0, CONTEXT);
  expect(groups[0]![0]!.tokens).toEqual([]);
  const deleted = directory(['a'], [move('a', 'b')]);
  deleted.tokens.clear();
  await moveUsers(deleted.ports, 0, CONTEXT);
  expect(deleted.groups[0]![0]!.tokens).toEqual([]);
});

test('who was mailed, or has used the account, is told of the new user ID', async () => {
  const moves = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, index) => move(key, `${key}2`, { line: index + 1 }));
  const { ports, users, notices, told } = directory(['a', 'b', 'c', 'd', 'e', 'f'], moves);
  const status = (key: string, is: KnownNotice['status']) =>
    notices.set(`${key}2`, { status: is, migration: 'earlier' });
  status('a', 'sent');
  status('b', 'claimed');
  status('c', 'failed');
  users.set('e', { ...users.get('e')!, touchedAt: 1 });
  const { email: _email, ...without } = users.get('f')!;
  users.set('f', { ...without, touchedAt: 1 });
  await moveUsers(ports, 0, { ...CONTEXT, applyToTouched: true });
  expect(told.map((mail) => (JSON.parse(mail) as { user: string }).user).sort()).toEqual(['a2', 'b2', 'e2']);
  expect(JSON.parse(told[0]!)).toMatchObject({ kind: 'way-changed', change: 'user-id', by: 'import' });
});

test.each<[string, Partial<User> | undefined, Move['verdict']]>([
  ['was used after the plan', { touchedAt: 1 }, 'user.renamed'],
  ['was given a role', { role: 'admin' }, 'user.has_role'],
  ['is another person by now', { externalId: 'another' }, 'user.renamed'],
  ['is of another source by now', { source: 'south' }, 'user.renamed'],
])('a user who %s stays, and the plan says so', async (_name, more, verdictNow) => {
  const { ports, users, where, verdict, told } = directory(['a'], [move('a', 'b')]);
  users.set('a', { ...users.get('a')!, ...more });
  const before = where();
  expect(await moveUsers(ports, 0, CONTEXT)).toEqual({ done: true, next: 1 });
  expect(where()).toEqual(before);
  expect(await verdict(1)).toEqual([verdictNow, undefined]);
  expect(told).toEqual([]);
});

test('a person whose new user ID was taken meanwhile stays, and so does who wants the one kept', async () => {
  const { ports, users, where, verdict } = directory(['a', 'b'], [move('a', 'b'), move('b', 'c', { line: 2 })]);
  users.set('c', storedUser('c'));
  await moveUsers(ports, 0, CONTEXT);
  expect(where()).toMatchObject({ 'e-a': 'a', 'e-b': 'b' });
  expect(await verdict(2)).toEqual(['user.other_source', { userId: 'c', name: 'Old' }]);
  expect(await verdict(1)).toEqual(['user.id_reused', { userId: 'b', name: 'Old', source: 'north' }]);
});

test('of a circle all stay where one does', async () => {
  const { ports, users, verdict } = directory(['a', 'b'], [move('a', 'b'), move('b', 'a', { line: 2 })]);
  users.set('a', { ...users.get('a')!, role: 'admin' });
  await moveUsers(ports, 0, CONTEXT);
  expect([await verdict(1), await verdict(2)]).toEqual([
    ['user.has_role', undefined],
    ['user.renamed', undefined],
  ]);
});

test('a move that lost against another write is tried again, and for good only some times', async () => {
  const { ports, where } = directory(['a'], [move('a', 'b')]);
  let tries = 0;
  const { moveGroup } = ports;
  const flaky = { ...ports, moveGroup: async (group: readonly Mover[]) => ++tries > 2 && moveGroup(group) };
  expect(await moveUsers(flaky, 0, CONTEXT)).toEqual({ done: true, next: 1 });
  expect(where()).toEqual({ 'e-a': 'b' });
  const { ports: never } = directory(['a'], [move('a', 'b')]);
  await expect(moveUsers({ ...never, moveGroup: async () => false }, 0, CONTEXT)).rejects.toMatchObject({
    code: 'directory.busy',
  });
});

test('a long chain is cut: a round ends with its time in the middle of it, and the next one goes on', async () => {
  // Each takes the user ID that the next one leaves.
  const moves = Array.from({ length: 40 }, (_, index) => move(`u${index}`, `u${index + 1}`, { line: index + 1 }));
  const single = move('x', 'y', { line: 41 });
  const { ports, groups, where, later } = directory(
    [...moves, single].map(({ from }) => from),
    [...moves, single],
  );
  const { moveGroup } = ports;
  const slow = {
    ...ports,
    moveGroup: (group: readonly Mover[]) => {
      later(2_000);
      return moveGroup(group);
    },
  };
  expect(await moveUsers(slow, 0, CONTEXT)).toEqual({ done: false, next: 2 });
  expect(groups).toHaveLength(17);
  later(0);
  expect(await moveUsers(ports, 2, CONTEXT)).toEqual({ done: true, next: 4 });
  expect(groups).toHaveLength(41);
  expect(where()).toMatchObject({ 'e-u0': 'u1', 'e-u39': 'u40', 'e-x': 'y' });
});

test('a round ends with its time, and the next one goes on', async () => {
  const moves = Array.from({ length: 70 }, (_, index) => move(`a${index}`, `b${index}`, { line: index + 1 }));
  const { ports, where, later } = directory(
    moves.map(({ from }) => from),
    moves,
  );
  const { moveGroup } = ports;
  const slow = {
    ...ports,
    moveGroup: (group: readonly Mover[]) => {
      later(2_000);
      return moveGroup(group);
    },
  };
  expect(await moveUsers(slow, 0, CONTEXT)).toEqual({ done: false, next: 64 });
  later(0);
  // Also where a later attempt begins anew.
  expect(await moveUsers(ports, 0, CONTEXT)).toEqual({ done: true, next: 70 });
  expect(Object.values(where()).every((key) => String(key).startsWith('b'))).toBe(true);
});

test('broken off before or after any write and run again, all end where the export says, each told at least once', async () => {
  const people = fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 8 });
  const order = fc.shuffledSubarray(
    Array.from({ length: 12 }, (_, key) => key),
    { minLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(people, order, fc.array(fc.boolean(), { maxLength: 12 }), async (ids, places, breaks) => {
      const moves = ids.flatMap((id, line) => (places[id] === id ? [] : [move(`${id}`, `${places[id]!}`, { line })]));
      // No person stays who is in the way of another.
      fc.pre(moves.every(({ to }) => !ids.includes(Number(to)) || moves.some(({ from }) => from === to)));
      const { ports, notices, told, where } = directory(ids.map(String), moves);
      for (const { to } of moves) notices.set(to, { status: 'sent', migration: 'earlier' });
      let step = 0;
      const broken = async (group: readonly Mover[]) => {
        const [before, after] = [breaks[step++], breaks[step++]];
        if (before) throw new Error('before');
        const done = await ports.moveGroup(group);
        if (after) throw new Error('after');
        return done;
      };
      for (let round = 0; round <= breaks.length; round++)
        await moveUsers({ ...ports, moveGroup: broken }, 0, CONTEXT).catch(() => undefined);
      expect(where()).toEqual(Object.fromEntries(ids.map((id) => [`e-${id}`, `${places[id]!}`])));
      const names = new Set(told.map((mail) => (JSON.parse(mail) as { user: string }).user));
      for (const { to } of moves) expect(names).toContain(to);
    }),
    { numRuns: 60 },
  );
});
