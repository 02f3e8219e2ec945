import { DEFAULT_LOCKOUT_MS, LockoutPolicies } from './lockout-policy.ts';

const MINUTE = 60_000;
const FOREVER = Number.POSITIVE_INFINITY;

function policies(...entries: Record<string, string>[]): LockoutPolicies {
  const found = new LockoutPolicies();
  for (const [index, values] of entries.entries())
    found.take({
      line: index + 1,
      values: new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), [value]])),
    });
  return found;
}

test('where nothing says how long a lockout lasts it is half an hour', () => {
  const { lockoutMs, maxFailures, line } = policies({ objectClass: 'inetOrgPerson' });
  expect({ lockoutMs, maxFailures, line }).toEqual({ lockoutMs: DEFAULT_LOCKOUT_MS, maxFailures: 6, line: undefined });
});

test.each<[string, Record<string, string>, number]>([
  ['Active Directory', { lockoutDuration: '-18000000000' }, 30 * MINUTE],
  ['Active Directory, zero', { lockoutDuration: '0' }, FOREVER],
  ['Active Directory, the lowest number', { lockoutDuration: '-9223372036854775808' }, FOREVER],
  ['a password settings object', { 'msDS-LockoutDuration': '-6000000000' }, 10 * MINUTE],
  ['OpenLDAP', { objectClass: 'pwdPolicy', pwdLockoutDuration: '900' }, 15 * MINUTE],
  ['OpenLDAP, zero', { pwdLockoutDuration: '0' }, FOREVER],
  ['OpenLDAP, locks without a duration', { pwdLockout: 'TRUE' }, FOREVER],
  ['OpenLDAP, locks nobody out', { pwdLockout: 'FALSE', pwdLockoutDuration: '0' }, DEFAULT_LOCKOUT_MS],
  ['389 DS', { passwordLockout: 'on', passwordLockoutDuration: '3600' }, 60 * MINUTE],
  ['389 DS, does not unlock', { passwordLockoutDuration: '3600', passwordUnlock: 'off' }, FOREVER],
  ['FreeIPA', { krbPwdLockoutDuration: '600' }, 10 * MINUTE],
  ['OpenDJ', { 'ds-cfg-lockout-duration': '15 m' }, 15 * MINUTE],
  ['OpenDJ, in words', { 'ds-cfg-lockout-duration': '1 hour 30 minutes' }, 90 * MINUTE],
  ['OpenDJ, zero', { 'ds-cfg-lockout-duration': '0 seconds' }, FOREVER],
  ['PingDS', { 'ds-pwp-lockout-duration': '500 milliseconds' }, 500],
  ['PingDS, days', { 'ds-pwp-lockout-duration': '1d' }, 24 * 60 * MINUTE],
  ['PingDS, a bare number', { 'ds-pwp-lockout-duration': '60' }, MINUTE],
  ['what can’t be read', { lockoutDuration: '30 minutes' }, DEFAULT_LOCKOUT_MS],
  ['what can’t be read', { pwdLockoutDuration: 'long', 'ds-cfg-lockout-duration': 'long' }, DEFAULT_LOCKOUT_MS],
  ['the object Builtin', { objectClass: 'builtinDomain', lockoutDuration: '0' }, DEFAULT_LOCKOUT_MS],
])('%s: %j', (_, values, ms) => expect(policies(values).lockoutMs).toBe(ms));

test('of several durations the longest counts, and where it stands is known', () => {
  const found = policies(
    { lockoutDuration: '-6000000000' },
    { lockoutDuration: '-18000000000' },
    { lockoutDuration: '-1' },
  );
  expect([found.lockoutMs, found.line]).toEqual([30 * MINUTE, 2]);
});

test('of several limits of failures the lowest counts', () => {
  expect(policies({ krbPwdMaxFailure: '5' }, { krbPwdMaxFailure: '9' }, { krbPwdMaxFailure: '0' }).maxFailures).toBe(5);
});
