import { migrationLink } from '#core/mail/migration-mail.ts';
import { readMigrationLink } from './migration-link.ts';

const RING = { current: 'k1', keys: { k1: Buffer.alloc(32, 1) } };
const NOW = Date.UTC(2026, 10, 25);
const token = (userId: string) => migrationLink(RING, 'https://x.example', userId, NOW, 30).split('t=')[1]!;

test('the link of the mail gives the user ID, in any alphabet, and whether it has expired', () => {
  expect(readMigrationLink(token('zoë.Ø'), NOW)).toEqual({ userId: 'zoë.Ø', expired: false });
  expect(readMigrationLink(token('ada'), NOW + 31 * 86_400_000)).toEqual({ userId: 'ada', expired: true });
});

test.each([
  '',
  'x',
  'a.b.c',
  'a.e30.c',
  `a.${btoa('{"sub":7}')}.c`,
  `a.${btoa('{"sub":""}')}.c`,
  `a.${btoa('"\xff"')}.c`,
])('a token such as %j gives no user ID', (given) => {
  expect(readMigrationLink(given, NOW)).toBeUndefined();
});
