import { signToken } from '#core/signed.ts';
import { readMigrationLink } from './migration-link.ts';

const RING = { current: 'k1', keys: { k1: Buffer.alloc(32, 1) } };
const NOW = Date.UTC(2026, 10, 25);
/** As releases before signed it. */
const token = (subject: string) =>
  signToken(RING, { audience: 'migration-link', subject, id: 'one' }, NOW, 30 * 86_400);

test('the link of a mail that was sent by a release before gives the user ID, in any alphabet, and whether it has expired', () => {
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
