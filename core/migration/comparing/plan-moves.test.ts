import fc from 'fast-check';
import { storedUser } from '#test/support/staging.ts';
import type { PlacedRename } from './comparison.ts';
import { type MovesContext, orderMoves, planMoves } from './plan-moves.ts';

const SOURCE = 'north';
const CONTEXT: MovesContext = {
  source: SOURCE,
  corrects: true,
  older: false,
  applyToTouched: false,
  touched: ({ touchedAt }) => touchedAt !== undefined,
};
type Who = Parameters<typeof storedUser>[1];
/** Users by key; the external id of each is its key with `e-` before it. */
const here = (...users: (string | [string, Who])[]) =>
  new Map(
    users.map((one) => {
      const [key, more] = typeof one === 'string' ? [one, {}] : one;
      return [key, storedUser(key, { source: SOURCE, externalId: `e-${key}`, ...more })];
    }),
  );
const rename = (from: string, to: string, line = 1): PlacedRename => ({
  part: 1,
  line,
  from,
  to,
  userId: to,
  externalId: `e-${from}`,
});
const verdicts = (renames: PlacedRename[], users: ReturnType<typeof here>, over: Partial<MovesContext> = {}) =>
  planMoves(renames, users, { ...CONTEXT, ...over }).map(({ from, verdict, other }) =>
    other ? [from, verdict, other] : [from, verdict],
  );

test('a person moves to a free user ID, and two who swap theirs move together', () => {
  expect(verdicts([rename('a', 'b')], here('a'))).toEqual([['a', 'moves']]);
  expect(verdicts([rename('a', 'b'), rename('b', 'a')], here('a', 'b'))).toEqual([
    ['a', 'moves'],
    ['b', 'moves'],
  ]);
});

test('a rename of a user who is gone, or is another person by now, is none', () => {
  expect(verdicts([rename('a', 'b')], here())).toEqual([]);
  expect(verdicts([rename('a', 'b')], here(['a', { externalId: 'another' }]))).toEqual([]);
  expect(verdicts([rename('a', 'b')], here(['a', { source: 'south' }]))).toEqual([]);
});

test.each([
  ['a user who has been used here', { touchedAt: 1 }, {}, 'user.renamed'],
  ['the same where that was asked for', { touchedAt: 1 }, { applyToTouched: true }, 'moves'],
  ['a user with a role', { role: 'admin' as const }, { applyToTouched: true }, 'user.has_role'],
  ['any user under another policy', {}, { corrects: false }, 'user.renamed'],
  ['any user by an older package', {}, { older: true }, 'record.older'],
])('whether %s moves', (_name, more, over, verdict) => {
  expect(verdicts([rename('a', 'b')], here(['a', more]), over)).toEqual([['a', verdict]]);
});

test('no person moves onto another who stays, and both are named', () => {
  const blocked = (more: Who) => verdicts([rename('a', 'b')], here('a', ['b', more]));
  expect(blocked({ firstName: 'Bo', lastName: 'Berg' })).toEqual([
    ['a', 'user.id_reused', { userId: 'b', name: 'Bo Berg', source: SOURCE }],
  ]);
  expect(blocked({ source: 'south' })).toEqual([
    ['a', 'user.other_source', { userId: 'b', name: 'Old', source: 'south' }],
  ]);
  const { firstName: _first, source: _source, ...made } = storedUser('b');
  expect(verdicts([rename('a', 'b')], new Map([...here('a'), ['b', made]]))).toEqual([
    ['a', 'user.other_source', { userId: 'b' }],
  ]);
});

test('what is blocked blocks the chain behind it', () => {
  const users = here('a', 'b', ['c', { touchedAt: 1 }]);
  expect(verdicts([rename('a', 'b'), rename('b', 'c'), rename('c', 'd')], users)).toEqual([
    ['a', 'user.id_reused', { userId: 'b', name: 'Old', source: SOURCE }],
    ['b', 'user.id_reused', { userId: 'c', name: 'Old', source: SOURCE }],
    ['c', 'user.renamed'],
  ]);
});

test('a circle that does not fit into one transaction stays, and of one user ID the last person alone asks', () => {
  const serials = Array.from({ length: 20 }, (_, index) => `${index}`);
  const all = ['a', 'b', 'c'];
  const users = here(...all.map((key): [string, Who] => [key, { tokens: serials }]));
  const circle = all.map((key, index) => rename(key, all[(index + 1) % 3]!));
  expect(verdicts(circle, users)).toEqual([
    ['a', 'user.renamed'],
    ['b', 'user.id_reused', { userId: 'c', name: 'Old', source: SOURCE }],
    ['c', 'user.id_reused', { userId: 'a', name: 'Old', source: SOURCE }],
  ]);
  expect(verdicts([rename('a', 'x'), rename('b', 'x')], here('a', 'b'))).toEqual([['b', 'moves']]);
});

test('in the order of the moves no two persons ever have one user ID, and all end where the export says', () => {
  const people = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 20 });
  const moved = fc.tuple(people, fc.infiniteStream(fc.nat()), fc.uniqueArray(fc.integer({ min: 0, max: 30 })));
  fc.assert(
    fc.property(moved, ([ids, random, stay]) => {
      const users = here(...ids.map((id): [string, Who] => [`${id}`, stay.includes(id) ? { touchedAt: 1 } : {}]));
      const order = Array.from({ length: 31 }, (_, key) => key).sort(() => (random.next().value! % 2) - 0.5);
      const renames = ids.flatMap((id, line) => (order[id] === id ? [] : [rename(`${id}`, `${order[id]!}`, line)]));
      const moves = planMoves(renames, users, CONTEXT);
      const places = new Map([...users.keys()].map((key) => [key, key]));
      for (const group of orderMoves(moves).flat()) {
        const movers = group.map(({ from, to }) => ({ who: places.get(from)!, from, to }));
        for (const { from } of movers) places.delete(from);
        for (const { who, to } of movers) {
          expect(places.has(to)).toBe(false);
          places.set(to, who);
        }
      }
      expect(places.size).toBe(users.size);
      for (const { from, to, verdict } of moves) expect(places.get(verdict === 'moves' ? to : from)).toBe(from);
      // Only who stays, or stands behind one who stays, is refused.
      for (const { to, verdict } of moves)
        if (verdict === 'user.id_reused') expect(moves.find(({ from }) => from === to)?.verdict).not.toBe('moves');
    }),
  );
});

test('each move of a chain is looked at a bounded number of times, however long the chain is', () => {
  const keys = Array.from({ length: 20_001 }, (_, index) => `u${index}`);
  const renames = keys.slice(1).map((to, index) => rename(keys[index]!, to, index + 1));
  let asked = 0;
  class Counted extends Map<string, ReturnType<typeof storedUser>> {
    override get(key: string) {
      asked += 1;
      return super.get(key);
    }
  }
  const moves = planMoves(renames, new Counted(here(...keys.slice(0, -1))), CONTEXT);
  expect(moves.every(({ verdict }) => verdict === 'moves')).toBe(true);
  expect(asked).toBeLessThan(5 * keys.length);
  expect(orderMoves(moves).map(({ length }) => length)).toEqual([20_000]);
});
