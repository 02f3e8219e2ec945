/** T2: limits per source come before any account's counter. */
import { aToken, aUser, codeOf, type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { type LogonRequest, logon } from './logon.ts';

const FAILED = { code: 'logon.failed', status: 401, facts: {} };
let store: Memory;

beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser());
  store.tokens.set('000000000001', aToken());
});

const attempt = (more: Partial<LogonRequest> = {}) =>
  logon(store.ports, {
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
  store.settings = settingsWith({
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

test('a source past its daily limit is refused before any account is counted, for known and unknown user IDs, until the next day', async () => {
  limit(3);
  for (const userId of ['anna', 'nobody', 'another']) expect(await guess(userId)).toBe('logon.failed');
  await expect(attempt()).rejects.toMatchObject(tooMany);
  expect(store.users.get('anna')?.failures).toBe(1);
  expect(await attempt({ source: '198.51.100.7' })).toMatchObject({ status: 'authenticated' });
  const tomorrow = NOW + 86_400_000;
  const secret = `1234${codeOf(undefined, 0, tomorrow)}`;
  expect(await attempt({ now: tomorrow, secret })).toMatchObject({ status: 'authenticated' });
});

test('a right passcode, a repeated one and one for a locked account cost the source nothing', async () => {
  limit(6);
  expect(await attempt()).toMatchObject({ status: 'authenticated' });
  for (let again = 0; again < 20; again++) await failing();
  for (let tries = 0; tries < 20; tries++) expect(await guess('anna')).toBe('logon.failed');
  // The logon has earned the address three tries.
  for (let tries = 0; tries < 4; tries++) expect(await guess(`nobody ${tries}`)).toBe('logon.failed');
  expect(await guess('nobody')).toBe('throttle.source');
});

test('a source saves up credit of one limit at most', async () => {
  limit(6);
  for (let person = 0; person < 9; person++) {
    const [name, serial] = [`person${person}`, `00000000010${person}`];
    store.users.set(name, aUser({ userId: name, tokens: [serial] }));
    store.tokens.set(serial, aToken({ serial, assignee: name }));
    expect(await attempt({ userId: name, secret: `1234${codeOf(serial)}` })).toMatchObject({ status: 'authenticated' });
  }
  const guesses = [];
  for (let tries = 0; tries < 20; tries++) guesses.push(await guess(`nobody ${tries}`));
  expect(guesses.filter((code) => code === 'logon.failed').length).toBeLessThanOrEqual(6 + 6 + 3);
  expect(guesses.filter((code) => code === 'logon.failed').length).toBeGreaterThanOrEqual(6 + 6);
});

test('each user who logs on from an address makes up for three failures there, once a day', async () => {
  limit(4);
  for (const name of ['bert', 'carl']) {
    const serial = `00000000000${name.length + name.charCodeAt(0)}`.slice(-12);
    store.users.set(name, aUser({ userId: name, tokens: [serial] }));
    store.tokens.set(serial, aToken({ serial, assignee: name }));
    for (const steps of [-1, 0]) {
      const logon = attempt({ userId: name, secret: `1234${codeOf(serial, steps)}` });
      expect(await logon).toMatchObject({ status: 'authenticated' });
    }
  }
  const guesses = [];
  for (let tries = 0; tries < 11; tries++) guesses.push(await guess(`nobody ${tries}`));
  expect(guesses).toEqual([...Array(10).fill('logon.failed'), 'throttle.source']);
});
