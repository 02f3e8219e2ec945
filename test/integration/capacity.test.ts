/** What an import costs, in the units that the engine counts as DynamoDB does (`npm run bench -- import` prints them). */
import { costOfImports } from '../support/import-costs.ts';

const USERS = 200;

test('a first import of users with one token costs a user two write units, one in the index and at most one to be found', async () => {
  const { 'a first import': first, 'the same users in another package': again } = await costOfImports(USERS);
  const ofUser = (units: Readonly<Record<string, number>>, name: string) =>
    Math.round(((units[name] ?? 0) / USERS) * 10) / 10;
  expect([
    ofUser(first!, 'write directory'),
    ofUser(first!, 'write directory/journey'),
    ofUser(first!, 'write operations'),
  ]).toEqual([2, 1, 0]);
  expect(ofUser(first!, 'write search')).toBeLessThanOrEqual(1);
  // Each item is read once before it is written, and a repeated import writes nothing where nothing differs.
  expect(ofUser(first!, 'read directory')).toBeLessThanOrEqual(2);
  expect([ofUser(again!, 'write directory'), ofUser(again!, 'write directory/journey')]).toEqual([0, 0]);
}, 60_000);
