/** What an import costs, in the units that the engine counts as DynamoDB does (`npm run bench -- import` prints them). */
import { readFileSync } from 'node:fs';
import { findsOf } from '#core/journey/finds.ts';
import { unitsSchema } from '#infra/scale/units.ts';
import type { Units } from '../support/capacity.ts';
import { costOfImports } from '../support/import-costs.ts';

const USERS = 200;
// Amazon's DynamoDB Local says nothing of the units of a BatchExecuteStatement.
const testOfInserts = process.env['LANDFALL_TEST_DYNAMODB'] === undefined ? test : test.skip;

let costs: Record<string, Units>;
beforeAll(async () => {
  costs = await costOfImports(USERS);
}, 180_000);
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

test('a mail costs a claim and a transaction of notice and user, and a user who was told costs a later run a read of the notice and a share of the index', () => {
  const { 'the mails of a first import': first, 'a later run, of users who were told': later } = costs;
  // The claim, and twice a write of the transaction that settles it with a mark on the user.
  expect(ofUser(first!, 'write operations')).toBe(3);
  expect(ofUser(first!, 'write directory')).toBe(2);
  // User and token, once each.
  expect(ofUser(first!, 'read directory')).toBe(2);
  expect(ofUser(later!, 'read operations')).toBe(1);
  expect(ofUser(later!, 'read directory')).toBe(0);
  expect(ofUser(later!, 'read directory/journey')).toBeLessThanOrEqual(0.2);
  expect(Object.keys(later!).filter((name) => name.startsWith('write'))).toEqual([]);
});

test('behind a first import a person costs two writes, one in the list, and two for each text that finds the person', () => {
  const { 'its people followed': followed, 'its people looked at once more': looked } = costs;
  // With the counters: one transaction has the people of about fifteen.
  expect(ofUser(followed!, 'write journeys')).toBeLessThanOrEqual(3);
  expect(ofUser(followed!, 'write journeys/list')).toBeLessThanOrEqual(1);
  // A last name of two words has more texts than one of one.
  const name = { firstName: 'Maria', lastName: 'Gonzalez 112' };
  const texts = findsOf({ userKey: 'user000112', userId: 'user000112', ...name, serials: ['000000000112'] });
  expect(texts.length).toBeLessThanOrEqual(8);
  expect(ofUser(followed!, 'write search')).toBeLessThanOrEqual(2 * texts.length);
  expect(ofUser(followed!, 'write directory')).toBe(0);
  // What is not changed is read, and not written: the item, the user, the token and the notice.
  expect(Object.keys(looked!).filter((name) => name.startsWith('write'))).toEqual([]);
  const reads = ['read journeys', 'read directory', 'read operations'].map((name) => ofUser(looked!, name));
  expect(reads.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(4);
});

testOfInserts(
  'the writes by which `npm run simulate` works are those of today: else `npm run simulate:measure`',
  () => {
    const counted = unitsSchema.parse(JSON.parse(readFileSync('infra/scale/units.json', 'utf8')));
    const pairs = [
      ['a first import', counted.imported],
      ['its people followed', counted.followed],
      ['the mails of a first import', counted.told],
    ] as const;
    for (const [what, units] of pairs)
      for (const [name, amount] of Object.entries(units))
        if (name.startsWith('write'))
          expect(Math.abs(ofUser(costs[what]!, name) - amount)).toBeLessThan(0.2 + amount / 20);
  },
);
