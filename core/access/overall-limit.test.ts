/** T8: after many failures in the whole deployment every passcode is asked for its successor; sources with recent logons are spared. */
import { aToken, aUser, codeOf, type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { logon } from './logon.ts';
import { countSourceAttempt } from './source-trust.ts';
import { nextTokencode } from './token-steps.ts';

const HOME = '198.51.100.7';
const LIMIT = 20;
const HOURS = 3_600_000;
let store: Memory;

beforeEach(() => {
  store = memory();
  store.settings = settingsWith({ consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native' } });
  for (const name of ['anna', 'bert']) {
    const serial = name.padStart(12, '0');
    store.users.set(name, aUser({ userId: name, tokens: [serial] }));
    store.tokens.set(serial, aToken({ serial, assignee: name }));
  }
});
const attempt = (userId: string, secret: string, source: string, now = NOW) =>
  logon(store.ports, { console: 'self-service', userId, method: 'SecurID_Native', secret, source, now });
const right = (userId: string, source: string, steps = 0, now = NOW) =>
  attempt(userId, `1234${codeOf(userId.padStart(12, '0'), steps, now)}`, source, now);
const guess = (index: number, source = `203.0.${index}.1`, now = NOW) =>
  attempt(`nobody ${index}`, '1234000000', source, now).catch(() => undefined);
const assault = async (count = LIMIT) => {
  for (let index = 0; index < count; index++) await guess(index);
};
const reached = () => store.audit.filter(({ action }) => action === 'logon.overall-limit');

test('past the limit a right passcode is asked for its successor, and the audit says once that it is so', async () => {
  await assault(LIMIT - 1);
  expect(reached()).toEqual([]);
  await assault(5);
  expect(reached()).toMatchObject([{ actor: 'system', outcome: 'success', facts: { failures: LIMIT, hours: 6 } }]);
  const asked = await right('anna', HOME);
  expect(asked).toMatchObject({ status: 'next-tokencode' });
  const tokencode = codeOf('00000000anna', 1);
  const challenge = 'challenge' in asked ? asked.challenge : '';
  expect(await nextTokencode(store.ports, { challenge, tokencode, source: HOME, now: NOW })).toMatchObject({
    status: 'authenticated',
  });
  expect(store.users.get('anna')?.failures).toBe(0);
});

test('a source where a user has logged on of late is spared, until it fails as often as an address may', async () => {
  expect(await right('anna', HOME)).toMatchObject({ status: 'authenticated' });
  await assault();
  expect(await right('bert', HOME)).toMatchObject({ status: 'authenticated' });
  expect(await right('anna', '198.51.100.8', 1)).toMatchObject({ status: 'next-tokencode' });
});

test('failures of an office past the limit of one address count for the overall limit', async () => {
  const office = '192.0.2.5';
  const throttles = { officeNetworks: ['192.0.2.0/24'], logonsPerSourcePerMinute: 10_000 };
  store.settings = settingsWith({ ...store.settings, throttles });
  expect(await right('anna', office)).toMatchObject({ status: 'authenticated' });
  for (let index = 0; index < 30 + 3 + LIMIT; index++) await guess(index, office);
  expect(reached()).toHaveLength(1);
  expect(await right('bert', office)).toMatchObject({ status: 'next-tokencode' });
});

test('what was mistyped at an address before its first logon does not count', async () => {
  for (let index = 0; index < 10; index++) await guess(index, HOME);
  expect(await right('anna', HOME)).toMatchObject({ status: 'authenticated' });
  await assault(LIMIT - 1);
  expect(await right('bert', '198.51.100.8')).toMatchObject({ status: 'authenticated' });
});

test('passcodes that are right or were used, and attempts at a locked account, do not count', async () => {
  for (let steps = -1; steps <= 1; steps++) await right('anna', `198.51.${steps + 1}.1`, steps);
  for (let index = 0; index < 30; index++) await right('anna', `198.51.${index}.2`).catch(() => undefined);
  for (let index = 0; index < 40; index++)
    await attempt('bert', '1234000000', `203.0.113.${index % 2}`).catch(() => undefined);
  await assault(LIMIT - 6);
  expect(reached()).toEqual([]);
});

test('it ends with its six hours', async () => {
  await assault();
  const later = NOW + 6 * HOURS;
  expect(await right('anna', HOME, 0, later)).toMatchObject({ status: 'authenticated' });
});

test('fifty guesses at the same moment get no more tries before it than the limit', async () => {
  // Some begin while others are under way: of each batch the first have raised the count before the last of the one before are done.
  const spared = async (index: number) => {
    for (let turn = 0; turn < index; turn++) await Promise.resolve();
    const source = `203.0.${index}.1`;
    return countSourceAttempt(store.ports, store.settings, 'logon', source, `nobody ${index}`, NOW);
  };
  const counted = await Promise.all(Array.from({ length: 50 }, (_, index) => spared(index)));
  expect(counted.filter(({ asksNext }) => !asksNext).length).toBeLessThanOrEqual(LIMIT);
  expect(reached()).toHaveLength(1);
});
