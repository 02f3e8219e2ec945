import { joined, userIdHere, userIdMapOf, userIdsOfRun } from './user-id-map.ts';

test('a list gives single users other user IDs, and a suffix all the others', () => {
  const map = userIdMapOf([['Ann ', ' ann.old']], '@old');
  expect(userIdHere(map, 'ANN')).toBe('ann.old');
  expect(userIdHere(map, 'bob')).toBe('bob@old');
  expect(userIdHere(userIdMapOf([]), 'constructor')).toBe('constructor');
});

test.each([
  ['is no pair of user IDs', [['', 'x']], 1],
  ['is no pair of user IDs', [['x', 'a\u0000']], 1],
  [
    'names a user twice',
    [
      ['ann', 'x'],
      ['ANN', 'y'],
    ],
    2,
  ],
  [
    'gives two users one user ID',
    [
      ['ann', 'x'],
      ['bob', 'X'],
    ],
    2,
  ],
] as const)('a list that %s is refused with the place', (_what, pairs, line) => {
  expect(() => userIdMapOf(pairs)).toThrow(expect.objectContaining({ code: 'renames.invalid', facts: { line } }));
});

test('what a run is given joins what its source has, and counts where both speak', () => {
  const had = userIdMapOf(
    [
      ['ann', 'a1'],
      ['bob', 'b1'],
    ],
    '@x',
  );
  expect(joined(had, userIdMapOf([['ann', 'a2']]))).toEqual({ renames: { ann: 'a2', bob: 'b1' }, suffix: '@x' });
  expect(joined(had, userIdMapOf([], '@y')).suffix).toBe('@y');
  expect(joined(undefined, undefined)).toEqual({ renames: {} });
});

test('a run without a map leaves user IDs as they are; one whose map is gone is damaged', async () => {
  const none = await userIdsOfRun(async () => undefined, { migration: 'm' });
  expect(none('Ann')).toBe('Ann');
  const stored = async () => JSON.stringify(userIdMapOf([['ann', 'x']]));
  const some = await userIdsOfRun(stored, { migration: 'm', userIdMap: true });
  expect(some('Ann')).toBe('x');
  const gone = userIdsOfRun(async () => undefined, { migration: 'm', userIdMap: true });
  await expect(gone).rejects.toMatchObject({ code: 'stored.damaged' });
});
