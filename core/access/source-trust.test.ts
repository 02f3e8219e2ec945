/** T2, F2: tries that other sources have used up are not used up for a trusted source. */
import { aToken, aUser, codeOf, type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { logon } from './logon.ts';
import { countSourceAttempt, mayAttempt, settleFailure } from './source-trust.ts';

const HOME = '198.51.100.7';
let store: Memory;
/** So that a right passcode is told from a wrong one by the logon alone. */
const settings = (selfService = 'RSA_Password/SecurID_Native') =>
  settingsWith({ consoleAuthentication: { selfService }, tokenPolicy: { wrongPasscodesToNextTokencode: 20 } });

beforeEach(() => {
  store = memory();
  store.settings = settings();
  store.users.set('anna', aUser());
  store.tokens.set('000000000001', aToken());
});

const tryLogon = (secret: string, source: string, userId = 'anna', now = NOW) =>
  logon(store.ports, { console: 'self-service', userId, method: 'SecurID_Native', secret, source, now }).then(
    ({ status }) => status,
    () => store.audit.at(-1)!.facts!['reason'],
  );
const right = (source: string, steps = 0) => tryLogon(`1234${codeOf(undefined, steps)}`, source);
const wrong = (source: string, userId = 'anna') => tryLogon('1234000000', source, userId);
const lock = async () => {
  for (let tries = 0; tries < 5; tries++) await wrong('203.0.113.1');
};

test('a source that locked an account is refused with the right passcode too, and a trusted source is not', async () => {
  await lock();
  expect(await right('203.0.113.1')).toBe('user.failures');
  expect(store.users.get('anna')?.failures).toBe(5);
  expect(await right(HOME)).toBe('authenticated');
  expect(store.users.get('anna')?.failures).toBe(0);
});

test('a source loses its trust with the second failure of a day, for whichever user', async () => {
  await lock();
  expect(await wrong(HOME)).toBe('passcode.wrong');
  expect(await wrong(HOME)).toBe('passcode.wrong');
  expect(await right(HOME)).toBe('user.failures');
  const other = '198.51.100.8';
  for (const userId of ['one', 'two']) await wrong(other, userId);
  expect(await right(other)).toBe('user.failures');
  // Neither has cost the account anything.
  expect(store.users.get('anna')?.failures).toBe(5);
});

test('all trusted sources together have twenty such tries a day at one user', async () => {
  await lock();
  const reasons = [];
  for (let source = 0; source < 25; source++) reasons.push(await wrong(`198.51.${source}.1`));
  expect(reasons.filter((reason) => reason === 'passcode.wrong')).toHaveLength(20);
  expect(await right('198.51.100.99')).toBe('user.failures');
});

test('strangers who use up these tries leave those of a source where a user has logged on of late (T8)', async () => {
  expect(await right(HOME)).toBe('authenticated');
  await lock();
  for (let source = 0; source < 50; source++) await wrong(`203.0.${source}.1`);
  expect(await right('198.51.100.99', 1)).toBe('user.failures');
  // After so many guesses the token asks for its next code, which is no refusal.
  expect(await right(HOME, 1)).toBe('next-tokencode');
});

test.each([
  [1, 0],
  [2, 1],
  [3, 2],
  [50, 2],
])('at a limit of %i a trusted source has %i tries past it, fewer than lock an account', async (limit, tries) => {
  let allowed = 0;
  for (let attempt = 0; attempt < 5; attempt++) {
    const counted = await countSourceAttempt(store.ports, settings(), 'logon', HOME, 'anna', NOW);
    const may = await mayAttempt(store.ports, counted, { key: 'anna', limit, within: false }, NOW);
    if (may) allowed++;
    else await settleFailure(store.ports, counted, true, NOW);
  }
  expect(allowed).toBe(tries);
});

test('credit of a source gives it no more tries at one user', async () => {
  for (const name of ['bert', 'carl', 'dora']) {
    const serial = name.padStart(12, '0');
    store.users.set(name, aUser({ userId: name, tokens: [serial] }));
    store.tokens.set(serial, aToken({ serial, assignee: name }));
    await tryLogon(`1234${codeOf(serial)}`, HOME, name);
  }
  for (let tries = 0; tries < 5; tries++) expect(await wrong(HOME)).toBe('passcode.wrong');
  for (let tries = 0; tries < 5; tries++) expect(await wrong(HOME)).toBe('user.failures');
  expect(store.tokens.get('000000000001')?.failures).toBe(5);
});

test('a user’s logons earn credit once a day from an address, and from three addresses at most', async () => {
  const failures = [];
  for (let source = 0; source < 5; source++) {
    const address = `198.51.100.${source % 4}`;
    expect(await tryLogon(`1234${codeOf(undefined, source)}`, address, 'anna', NOW + source * 60_000)).toBe(
      'authenticated',
    );
    failures.push((await countSourceAttempt(store.ports, settings(), 'logon', address, 'nobody', NOW)).failures);
  }
  expect(failures).toEqual([-2, -2, -2, 1, -1]);
});

test('a right first factor past the limit leaves the user’s failures as they are', async () => {
  store.settings = settings('SecurID_Native+RSA_Password');
  await lock();
  expect(await right(HOME)).toBe('more');
  expect(store.users.get('anna')?.failures).toBe(5);
  expect(await right('203.0.113.1', 1)).toBe('user.failures');
});

test('every source is trusted again on the next day', async () => {
  await lock();
  for (let tries = 0; tries < 2; tries++) await wrong(HOME);
  const tomorrow = NOW + 86_400_000;
  expect(await tryLogon(`1234${codeOf(undefined, 0, tomorrow)}`, HOME, 'anna', tomorrow)).toBe('authenticated');
});

describe('the networks around an address (T8)', () => {
  const of56 = (index: number) => `2001:db8:0:${index.toString(16)}::1`;
  const outcome = (secret: string, source: string, userId: string) =>
    logon(store.ports, { console: 'self-service', userId, method: 'SecurID_Native', secret, source, now: NOW }).then(
      ({ status }) => status,
      ({ code }) => code,
    );
  const heard = async (sources: readonly string[]) => {
    const codes = [];
    for (const [index, source] of sources.entries()) codes.push(await outcome('1234000000', source, `user ${index}`));
    return codes.filter((code) => code === 'logon.failed').length;
  };

  test.each<[string, string[], number]>([
    ['the 256 networks of an IPv6 /56', Array.from({ length: 256 }, (_, index) => of56(index)), 30],
    ['an IPv6 /48', Array.from({ length: 256 }, (_, index) => of56(index * 256)), 60],
    ['an IPv4 /24', Array.from({ length: 256 }, (_, index) => `203.0.113.${index}`), 100],
  ])('%s have the failures of one limit together', async (_what, sources, limit) => {
    expect(await heard(sources)).toBe(limit);
  });

  test('a /56 that guesses at one user is trusted no more often than one address', async () => {
    await lock();
    const reasons = [];
    for (let index = 0; index < 40; index++) reasons.push(await wrong(of56(index)));
    expect(reasons.filter((reason) => reason === 'passcode.wrong')).toHaveLength(2);
  });

  test('do not count where a user has logged on in the last week, nor what was mistyped there before', async () => {
    const home = '203.0.113.200';
    for (let tries = 0; tries < 2; tries++) await outcome('1234000000', home, 'anna');
    expect(await right(home)).toBe('authenticated');
    const neighbours = Array.from({ length: 150 }, (_, index) => `203.0.113.${index}`);
    expect(await heard(neighbours)).toBe(100);
    expect(await outcome('1234000000', '203.0.113.201', 'anna')).toBe('throttle.source');
    expect(await right(home, 1)).toBe('authenticated');
    const later = NOW + 6 * 86_400_000;
    expect(await tryLogon(`1234${codeOf(undefined, 0, later)}`, home, 'anna', later)).toBe('authenticated');
  });

  test('a source that is no address has no networks around it', async () => {
    expect(await heard(Array(40).fill('unknown'))).toBe(30);
  });
});

test('of attempts at the same moment none gets past the limit of its source, and those that are refused are not counted', async () => {
  const count = () => countSourceAttempt(store.ports, settings(), 'logon', HOME, 'anna', NOW);
  const limit = settings().throttles.failedLogonsPerSourcePerDay;
  for (let tries = 1; tries < limit; tries++) await count();
  const both = await Promise.allSettled([count(), count()]);
  const refused = both.filter(({ status }) => status === 'rejected');
  expect(refused).not.toEqual([]);
  for (const one of refused) expect(one).toMatchObject({ reason: { code: 'throttle.source' } });
  const left = refused.length - 1;
  for (let tries = 0; tries < left; tries++) expect(await count()).toMatchObject({ failures: limit });
  await expect(count()).rejects.toMatchObject({ code: 'throttle.source' });
});
