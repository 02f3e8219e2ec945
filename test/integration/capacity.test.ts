/** What an import costs, in the units that the engine counts as DynamoDB does (`npm run bench -- import` prints them). */
import type { Units } from '../support/capacity.ts';
import { costOfImports } from '../support/import-costs.ts';

const USERS = 200;
// Amazon's DynamoDB Local says nothing of the units of a BatchExecuteStatement.
const testOfInserts = process.env['LANDFALL_TEST_DYNAMODB'] === undefined ? test : test.skip;

let costs: Record<string, Units>;
beforeAll(async () => {
  costs = await costOfImports(USERS);
}, 60_000);
const ofUser = (units: Units, name: string) => Math.round(((units[name] ?? 0) / USERS) * 10) / 10;

testOfInserts(
  'a first import of users with one token costs a user two write units, one in the index and at most one to be found',
  () => {
    const { 'a first import': first, 'the same users in another package': again } = costs;
    expect([
      ofUser(first!, 'write directory'),
      ofUser(first!, 'write directory/journey'),
      ofUser(first!, 'write operations'),
    ]).toEqual([2, 1, 0]);
    expect(ofUser(first!, 'write search')).toBeLessThanOrEqual(1);
    // Each item is read once before it is written, and a repeated import writes nothing where nothing differs.
    expect(ofUser(first!, 'read directory')).toBeLessThanOrEqual(2);
    expect([ofUser(again!, 'write directory'), ofUser(again!, 'write directory/journey')]).toEqual([0, 0]);
  },
);

test('a mail costs two writes, and a user who was told costs a later run a read of the notice and a share of the index', () => {
  const { 'the mails of a first import': first, 'a later run, of users who were told': later } = costs;
  expect(ofUser(first!, 'write operations')).toBe(2);
  // User and token, once each.
  expect(ofUser(first!, 'read directory')).toBe(2);
  expect(ofUser(later!, 'read operations')).toBe(1);
  expect(ofUser(later!, 'read directory')).toBe(0);
  expect(ofUser(later!, 'read directory/journey')).toBeLessThanOrEqual(0.2);
  expect(Object.keys(later!).filter((name) => name.startsWith('write'))).toEqual([]);
});
