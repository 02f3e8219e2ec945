import type { Assembly } from '../cloud-assembly/assembly.ts';
import { type Counted, NOTHING } from './counts.ts';
import { costPage, logonsOf, migrationOf, monthOf } from './page.ts';
import { dollarsOf } from './prices.ts';

const rule = (ScheduleExpression?: string) => ({ properties: { ScheduleExpression } });
const assembly: Pick<Assembly, 'of'> = {
  of: ((type: string) =>
    type === 'AWS::Events::Rule'
      ? [rule('rate(1 minute)'), rule('rate(1 hour)'), rule()]
      : type === 'AWS::KMS::Key'
        ? [{}, {}]
        : []) as unknown as Assembly['of'],
};
const mails = (count: number) => ({ ...NOTHING, calls: { 'ses POST': count } });
const counted: Counted = {
  on: '2026-12-01',
  idleMinute: { ...NOTHING, units: { read: 1, write: 0 } },
  idleHour: { ...NOTHING, units: { read: 0, write: 1 } },
  imports: [
    { users: 1000, counts: mails(1000) },
    { users: 3000, counts: mails(3000) },
  ],
  journeys: { users: 10, counts: { ...mails(20), requests: 100 } },
  logons: { users: 10, counts: { ...NOTHING, requests: 30 } },
  storedBytesPerUser: 2000,
  page: { files: 4, bytes: 50_000 },
};

test('a migration is the import with its mails, each journey, and the pages that it opens', () => {
  expect(migrationOf(counted, 0)).toMatchObject({ 'ses.mails': 0, 'api.requests': 0 });
  expect(migrationOf(counted, 100_000)).toMatchObject({
    'ses.mails': 300_000,
    'api.requests': 1_000_000,
    // Three pages of four files, and the requests to the API.
    'cloudfront.requests': 1_000_000 + 1_200_000,
    'cloudfront.gb out': 15,
  });
});

test('a month is what stands, what the clock calls, and what is stored, twice with the recovery', () => {
  expect(monthOf(counted, assembly, 1_000_000)).toMatchObject({
    'kms.key-months': 2,
    'dynamodb.read units': 43_800,
    'dynamodb.write units': 730,
    'dynamodb.gb-months': 2,
    'dynamodb.recovery gb-months': 2,
  });
});

test('logons are in proportion', () => {
  expect(logonsOf(counted, 1000)['api.requests']).toBe(3000);
});

test('the page has each size, the sums of its columns, and no number that is not one', () => {
  const page = costPage(counted, assembly);
  for (const size of ['0 users', '1,000 users', '100,000 users', '1,000,000 users']) expect(page).toContain(size);
  const [migration, month] = page.split('\n').filter((line) => line.startsWith('| **together**'));
  expect(migration).toContain(`**${dollarsOf(migrationOf(counted, 1_000_000)).toFixed(2)}**`);
  expect(month).toContain(`**${dollarsOf(monthOf(counted, assembly, 0)).toFixed(2)}**`);
  expect(page).not.toMatch(/NaN|undefined|Infinity/u);
});
