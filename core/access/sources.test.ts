/** T2: limits per source come before any account's counter. */
import { aToken, aUser, codeOf, type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { type LogonRequest, logon } from './logon.ts';

const FAILED = { code: 'logon.failed', status: 401, facts: {} };
let world: Memory;

beforeEach(() => {
  world = memory();
  world.users.set('anna', aUser());
  world.tokens.set('000000000001', aToken());
});

const attempt = (more: Partial<LogonRequest> = {}) =>
  logon(world.ports, {
    console: 'self-service',
    userId: 'anna',
    method: 'SecurID_Native',
    secret: `1234${codeOf()}`,
    source: '192.0.2.1',
    now: NOW,
    ...more,
  });
const failing = (more: Partial<LogonRequest> = {}) => expect(attempt(more)).rejects.toMatchObject(FAILED);

const limit = (failures: number) => {
  world.settings = settingsWith({
    consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native' },
    throttles: { logonsPerSourcePerMinute: 10_000, failedLogonsPerSourcePerDay: failures },
  });
};
const tooMany = { code: 'throttle.source', status: 429 };
const guess = (userId: string, source = '192.0.2.1', now = NOW) =>
  attempt({ userId, source, now, secret: '1234000000' }).then(
    () => 'in',
    (error: { code: string }) => error.code,
  );

test('known or not, the same: then it is turned away before any account is counted, until tomorrow', async () => {
  limit(3);
  for (const userId of ['anna', 'nobody', 'another']) expect(await guess(userId)).toBe('logon.failed');
  await expect(attempt()).rejects.toMatchObject(tooMany);
  expect(world.users.get('anna')?.failures).toBe(1);
  expect(await attempt({ source: '198.51.100.7' })).toMatchObject({ status: 'authenticated' });
  const tomorrow = NOW + 86_400_000;
  const secret = `1234${codeOf(undefined, 0, tomorrow)}`;
  expect(await attempt({ now: tomorrow, secret })).toMatchObject({ status: 'authenticated' });
});

test('what is right, repeated or tried on a locked account costs the address nothing', async () => {
  limit(6);
  expect(await attempt()).toMatchObject({ status: 'authenticated' });
  for (let again = 0; again < 20; again++) await failing();
  for (let tries = 0; tries < 20; tries++) expect(await guess('anna')).toBe('logon.failed');
  expect(await guess('nobody')).toBe('logon.failed');
  expect(await guess('nobody')).toBe('throttle.source');
});

test('fifty addresses that know every user ID can’t keep a company out for a day (T2)', async () => {
  // A twentieth of the default, and of the people.
  limit(5);
  const staff = Array.from({ length: 50 }, (_, index) => `user${index}`);
  for (const userId of staff) world.users.set(userId, aUser({ userId, tokens: [] }));
  let refused = 0;
  for (let source = 0; source < 50; source++)
    for (let round = 0; round < 6; round++) {
      const user = staff[(source + round) % 50]!;
      if ((await guess(user, `203.0.113.${source}`)) === 'throttle.source') refused++;
    }
  const failures = staff.reduce((sum, userId) => sum + world.users.get(userId)!.failures, 0);
  // Five from each address are one lockout of half an hour a user and day, whatever the order.
  expect(failures).toBeLessThanOrEqual(50 * 5);
  expect(refused).toBeGreaterThan(0);
  expect(await attempt({ source: '198.51.100.7' })).toMatchObject({ status: 'authenticated' });
});
