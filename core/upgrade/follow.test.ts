import { placeOf } from '#core/directory/journey.ts';
import { storedToken, storedUser } from '#test/support/staging.ts';
import { upgradeToken, upgradeUser } from './follow.ts';

const origin = { migration: 'm1', part: 1, line: 2 };
const prod = { source: 'prod', packedAt: 100 };
const exports = new Map([
  ['m1', prod],
  ['m2', { source: 'prod', packedAt: 200 }],
  ['m0', { source: 'prod', packedAt: 50 }],
  ['b1', { source: 'branch', packedAt: 300 }],
]);
const fresh = storedUser('Ana', { origin, imported: true, version: 1, sessionEpoch: 0 });
const USER_PLACE = placeOf('prod', 'user', 'ana');

test('an imported user is given the source and the time of its export, its ID there, and its place in the index', () => {
  expect(upgradeUser(fresh, 'ana', exports)).toEqual({ ...prod, ...USER_PLACE, sourceUserId: 'Ana' });
});

test('a user and a token made here by hand have no source, and stand in the index all the same', () => {
  const { origin: _origin, ...handmade } = fresh;
  expect(upgradeUser(handmade, 'ana', exports)).toEqual(placeOf('', 'user', 'ana'));
  expect(upgradeToken(storedToken('s1'), exports)).toEqual(placeOf('', 'token', 's1'));
  expect(upgradeToken(storedToken('s1', 'ana'), exports)).toBeUndefined();
});

test('an item that has its place is left as it is', () => {
  expect(upgradeUser({ ...fresh, ...USER_PLACE }, 'ana', exports)).toBeUndefined();
  expect(upgradeToken({ ...storedToken('s1', 'ana'), origin, source: 'prod' }, exports)).toBeUndefined();
  expect(upgradeToken({ ...storedToken('s1'), ...placeOf('', 'token', 's1') }, exports)).toBeUndefined();
});

test('an import that has left no record belongs to the source `here`, and any export of that is newer', () => {
  const lost = { ...origin, migration: 'lost' };
  expect(upgradeUser({ ...fresh, origin: lost }, 'ana', exports)).toEqual({
    source: 'here',
    packedAt: 0,
    ...placeOf('here', 'user', 'ana'),
    sourceUserId: 'Ana',
  });
});

test.each([
  ['a newer export of its source', 'm2', 200],
  ['an older one', 'm0', 100],
  ['one of another source', 'b1', 100],
  ['one that has left no record', 'lost', 100],
])('names that were updated by %s', (_name, migration, packedAt) => {
  const updatedBy = { ...origin, migration };
  expect(upgradeUser({ ...fresh, updatedBy }, 'ana', exports)).toMatchObject({ source: 'prod', packedAt });
});

test('a user who has used the account is touched', () => {
  const touchedAt = (more: object) => upgradeUser({ ...fresh, updatedAt: 40, ...more }, 'ana', exports)?.touchedAt;
  expect(touchedAt({})).toBeUndefined();
  expect(touchedAt({ firstTokenLogonAt: 20 })).toBe(40);
  expect(touchedAt({ touchedAt: 7 })).toBe(7);
});

test('a token is given its source, its place only while no user has it, and that it was used', () => {
  const spare = { ...storedToken('s1'), origin, lastInterval: -1, version: 1, offset: 0 };
  expect(upgradeToken(spare, exports)).toEqual({ ...prod, ...placeOf('prod', 'token', 's1') });
  expect(upgradeToken({ ...spare, assignee: 'ana' }, exports)).toEqual(prod);
  const used = { ...spare, assignee: 'ana', lastInterval: 77, updatedAt: 40 };
  expect(upgradeToken(used, exports)).toEqual({ ...prod, touchedAt: 40 });
  expect(upgradeToken({ ...used, touchedAt: 7 }, exports)).toMatchObject({ touchedAt: 7 });
});
