import { stateRules } from '#test/support/state-rules.ts';
import { type AccountState, accountState, type StateRules } from './account.ts';
import { STATE_WORDS } from './account-words.ts';
import type { DirectoryEntry } from './entry.ts';
import { mappingFor } from './mapping.ts';

const entry = (values: Record<string, string | string[]>): DirectoryEntry => ({
  line: 1,
  values: new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), [value].flat()])),
});
const state = (values: Record<string, string | string[]>, more: Partial<StateRules> = {}, map: string[] = []) =>
  accountState(entry(values), mappingFor('ldif', 'external', map), stateRules(more));
const unreadable = (values: Record<string, string>, map: string[] = []) => {
  try {
    return state(values, {}, map);
  } catch (error) {
    const { field, attribute, value, problem } = error as Record<string, string>;
    return { field, attribute, value, problem };
  }
};

/** FILETIME and GeneralizedTime of so many minutes before the time of packing. */
const ago = (minutes: number) => new Date(stateRules().now - minutes * 60_000);
const filetime = (at: Date) => String((BigInt(at.getTime()) + 11_644_473_600_000n) * 10_000n);
const generalized = (at: Date) => `${at.toISOString().replace(/[-:T]|\.\d+Z$/gu, '')}Z`;

test.each<[string, Record<string, string | string[]>, Partial<AccountState>]>([
  ['Active Directory', { userAccountControl: '512' }, { enabled: true, lockedOut: false }],
  ['Active Directory', { userAccountControl: '514' }, { enabled: false }],
  ['Active Directory', { userAccountControl: '528', lockoutTime: '0' }, { enabled: true, lockedOut: true }],
  ['Active Directory', { userAccountControl: '530' }, { enabled: false, lockedOut: true }],
  ['Active Directory', { userAccountControl: '-2147483646' }, { enabled: false }],
  ['AD LDS', { 'msDS-UserAccountDisabled': 'TRUE' }, { enabled: false }],
  ['AD LDS', { 'msDS-UserAccountDisabled': 'FALSE', 'ms-DS-UserAccountAutoLocked': 'TRUE' }, { lockedOut: true }],
  ['AD LDS', { 'msDS-User-Account-Control-Computed': '16' }, { enabled: true, lockedOut: true }],
  ['eDirectory', { loginDisabled: 'TRUE' }, { enabled: false }],
  ['eDirectory', { loginDisabled: 'FALSE', lockedByIntruder: 'TRUE' }, { enabled: true, lockedOut: true }],
  ['eDirectory', { loginExpirationTime: '20190101000000Z' }, { accountEnd: '2019-01-01T00:00:00Z' }],
  ['eDirectory', { loginActivationTime: '20190101000000Z' }, { accountStart: '2019-01-01T00:00:00Z' }],
  ['OpenDJ', { 'ds-pwp-account-disabled': 'true' }, { enabled: false }],
  ['PingDS', { 'ds-pwp-account-expiration-time': '20280101000000Z' }, { accountEnd: '2028-01-01T00:00:00Z' }],
  ['389 DS', { nsAccountLock: 'TRUE' }, { enabled: false, lockedOut: false }],
  ['389 DS', { nsRoleDN: ['cn=staff,o=x', 'cn=nsManagedDisabledRole,o=x'] }, { enabled: false }],
  ['389 DS', { nsRoleDN: 'cn=nsManagedDisabledRoles,o=x' }, { enabled: true }],
  ['ODSEE', { inetUserStatus: 'Deleted' }, { enabled: false }],
  [
    'FreeIPA',
    { nsAccountLock: 'FALSE', krbPrincipalExpiration: '20270101000000Z' },
    { enabled: true, accountEnd: '2027-01-01T00:00:00Z' },
  ],
  ['FreeIPA', { krbPrincipalExpiration: '19700101000000Z' }, { accountEnd: undefined, said: true }],
  [
    'Oracle OID',
    { orclIsEnabled: 'DISABLED', orclActiveStartDate: '20200101000000z' },
    { enabled: false, accountStart: '2020-01-01T00:00:00Z' },
  ],
  [
    'Oracle OID',
    { orclIsEnabled: 'ENABLED', orclActiveEndDate: '20280101000000Z' },
    { enabled: true, accountEnd: '2028-01-01T00:00:00Z' },
  ],
  ['Oracle Access Manager', { obUserAccountControl: 'DEACTIVATED' }, { enabled: false }],
  [
    'Samba',
    { sambaAcctFlags: '[UD         ]', sambaKickoffTime: '1861920000' },
    { enabled: false, lockedOut: false, accountEnd: '2029-01-01T00:00:00Z' },
  ],
  [
    'Samba',
    { sambaAcctFlags: '[UL         ]', sambaKickoffTime: '0' },
    { enabled: true, lockedOut: true, accountEnd: undefined },
  ],
  ['shadowAccount', { shadowExpire: '20819' }, { accountEnd: '2027-01-01T00:00:00Z' }],
  ['shadowAccount', { shadowExpire: '-1' }, { accountEnd: undefined, said: true }],
  ['IBM', { 'ibm-pwdAccountLocked': 'TRUE' }, { lockedOut: true }],
  ['a list', { enabled: 'yes', accountEnd: '2027-01-31' }, { enabled: true, accountEnd: '2027-01-31T23:59:59Z' }],
  ['a list', { disabled: 'ja', accountStart: '2027-01-31' }, { enabled: false, accountStart: '2027-01-31T00:00:00Z' }],
  ['a list', { enabled: 'WAHR', locked: 'FAUX' }, { enabled: true, lockedOut: false }],
  ['nothing', { sn: 'x', userAccountControl: ' ' }, { enabled: true, lockedOut: false, said: false }],
])('%s: %j', (_, values, expected) => expect(state(values)).toMatchObject(expected));

test('every attribute about the account decides: the earliest end, the latest start, one that disables', () => {
  const both = { accountExpires: filetime(new Date('2028-01-01')), pwdEndTime: '20270101000000Z' };
  expect(state(both).accountEnd).toBe('2027-01-01T00:00:00Z');
  expect(state({ pwdStartTime: '20270101000000Z', accountStart: '2026-01-01' }).accountStart).toBe(
    '2027-01-01T00:00:00Z',
  );
  expect(state({ userAccountControl: '512', nsAccountLock: 'true' }).enabled).toBe(false);
});

test('a local notation counts only where the exact one is missing', () => {
  const local = { AccountExpirationDate: '01.01.2027 01:00:00' };
  expect(state(local).accountEnd).toBe('2027-01-01T01:00:00Z');
  expect(state({ ...local, accountExpires: filetime(new Date('2027-01-01')) }).accountEnd).toBe('2027-01-01T00:00:00Z');
  expect(state({ ...local, accountExpires: '0' }).accountEnd).toBeUndefined();
});

describe('a lockout counts while the directory’s lockout duration runs', () => {
  const forever = { lockoutMs: Number.POSITIVE_INFINITY };
  test.each<[string, Record<string, string>, boolean, boolean]>([
    ['zero', { lockoutTime: '0' }, false, false],
    ['never', { lockoutTime: 'never' }, false, false],
    ['of 2019', { lockoutTime: '132000000000000000' }, false, true],
    ['of 1601', { lockoutTime: '1' }, false, true],
    ['31 minutes ago', { lockoutTime: filetime(ago(31)) }, false, true],
    ['29 minutes ago', { lockoutTime: filetime(ago(29)) }, true, false],
    ['beyond all clocks', { lockoutTime: '9223372036854775807' }, true, false],
    ['in the far future', { lockoutTime: '2650467743999999999' }, true, false],
    ['rounded by a spreadsheet, beyond all clocks', { lockoutTime: '9.22337E+18' }, true, false],
    ['until an administrator unlocks', { pwdAccountLockedTime: '000001010000Z' }, true, false],
    ['the same with seconds', { pwdAccountLockedTime: '00000101000000Z' }, true, false],
    ['ppolicy, yesterday', { pwdAccountLockedTime: generalized(ago(1440)) }, false, true],
    ['ppolicy, now', { pwdAccountLockedTime: generalized(ago(1)) }, true, false],
    ['ppolicy, a delay that runs', { pwdAccountTmpLockoutEnd: generalized(ago(-1)) }, true, false],
    ['ppolicy, a delay that is over', { pwdAccountTmpLockoutEnd: generalized(ago(1)) }, false, true],
    ['389 DS, unlocked since', { accountUnlockTime: generalized(ago(1)) }, false, true],
    ['389 DS, unlocked later', { accountUnlockTime: generalized(ago(-1)) }, true, false],
    ['389 DS, zero', { accountUnlockTime: '0' }, true, false],
    ['389 DS, 1970', { accountUnlockTime: '19700101000000Z' }, true, false],
    ['389 DS, never', { accountUnlockTime: 'never' }, false, false],
    ['eDirectory, over', { lockedByIntruder: 'TRUE', loginIntruderResetTime: generalized(ago(1)) }, false, true],
    ['eDirectory, running', { lockedByIntruder: 'TRUE', loginIntruderResetTime: generalized(ago(-1)) }, true, false],
    ['eDirectory, counting', { lockedByIntruder: 'FALSE', loginIntruderResetTime: generalized(ago(-1)) }, false, false],
    ['eDirectory, reset', { lockedByIntruder: 'TRUE', loginIntruderResetTime: '19700101000000Z' }, true, false],
    ['PowerShell, over', { LockedOut: 'True', AccountLockoutTime: '29.11.2026 08:00:00' }, false, true],
    ['PowerShell, no time', { LockedOut: 'True' }, true, false],
    ['PowerShell, not', { LockedOut: 'False', AccountLockoutTime: '' }, false, false],
    ['a flag beside a time that is over', { userAccountControl: '528', lockoutTime: filetime(ago(60)) }, false, true],
    ['two times', { lockoutTime: filetime(ago(60)), pwdAccountLockedTime: '000001010000Z' }, true, false],
    ['a lasting flag beside a time', { 'ibm-pwdAccountLocked': 'true', lockoutTime: filetime(ago(60)) }, true, false],
  ])('%s', (_, values, lockedOut, lockoutEnded) => {
    expect(state(values)).toMatchObject({ lockedOut, lockoutEnded });
    if (lockoutEnded && !Object.keys(values).some((name) => /Unlock|Intruder|TmpLockout/u.test(name)))
      expect(state(values, forever)).toMatchObject({ lockedOut: true, lockoutEnded: false });
  });

  test.each<[Record<string, string>, boolean]>([
    [{ krbLoginFailedCount: '6', krbLastFailedAuth: generalized(ago(5)) }, true],
    [{ krbLoginFailedCount: '5', krbLastFailedAuth: generalized(ago(5)) }, false],
    [{ krbLoginFailedCount: '6', krbLastFailedAuth: generalized(ago(31)) }, false],
    [{ krbLoginFailedCount: '6' }, true],
    [
      {
        krbLoginFailedCount: '6',
        krbLastFailedAuth: generalized(ago(5)),
        krbLastAdminUnlock: generalized(ago(4)),
      },
      false,
    ],
    [
      {
        krbLoginFailedCount: '6',
        krbLastFailedAuth: generalized(ago(5)),
        krbLastAdminUnlock: generalized(ago(6)),
      },
      true,
    ],
  ])('Kerberos counts failures: %j', (values, lockedOut) => expect(state(values)).toMatchObject({ lockedOut }));
});

test.each<[string, Record<string, string>, string]>([
  ['enabled', { userAccountControl: 'normal' }, 'userAccountControl'],
  ['enabled', { userAccountControl: '0x202' }, 'userAccountControl'],
  ['enabled', { userAccountControl: '12345678901' }, 'userAccountControl'],
  ['enabled', { nsAccountLock: 'perhaps' }, 'nsAccountLock'],
  ['enabled', { sambaAcctFlags: 'disabled' }, 'sambaAcctFlags'],
  ['lockedOut', { lockoutTime: 'x1' }, 'lockoutTime'],
  ['lockedOut', { lockoutTime: '12345678901234567890' }, 'lockoutTime'],
  ['lockedOut', { pwdAccountLockedTime: 'TRUE' }, 'pwdAccountLockedTime'],
  ['lockedOut', { krbLoginFailedCount: 'many' }, 'krbLoginFailedCount'],
  ['accountEnd', { accountExpires: 'soon' }, 'accountExpires'],
  ['accountEnd', { shadowExpire: 'soon' }, 'shadowExpire'],
  ['accountStart', { pwdStartTime: 'soon' }, 'pwdStartTime'],
])('%s that can’t be read is never taken for the good case: %j', (field, values, attribute) => {
  expect(unreadable(values)).toEqual({
    field,
    attribute: attribute.toLowerCase(),
    value: Object.values(values)[0],
    problem: undefined,
  });
});

test('what a spreadsheet has rounded is refused with the remedy, and "never" is read', () => {
  expect(unreadable({ accountExpires: '1.3377E+17' })).toMatchObject({
    problem: expect.stringContaining('spreadsheet'),
  });
  expect(unreadable({ lockoutTime: '1,3377E+17' })).toMatchObject({ problem: expect.stringContaining('spreadsheet') });
  for (const never of ['9.22E+18', '9,22337203685478E+18', '9223372036854775807', '0'])
    expect(state({ accountExpires: never }).accountEnd).toBeUndefined();
});

test('a mapping can’t turn a known attribute round, and an unknown one is read as it is mapped', () => {
  for (const map of ['enabled=loginDisabled', 'enabled=!loginDisabled'])
    expect(state({ loginDisabled: 'TRUE' }, {}, [map])).toMatchObject({ enabled: false });
  expect(state({ left: 'no' }, {}, ['enabled=!left'])).toMatchObject({ enabled: true });
  expect(state({ left: 'yes' }, {}, ['enabled=!left'])).toMatchObject({ enabled: false });
  expect(state({ here: 'yes' }, {}, ['enabled=here'])).toMatchObject({ enabled: true });
  expect(state({ stop: 'yes' }, {}, ['lockedOut=stop'])).toMatchObject({ lockedOut: true });
  expect(state({ free: 'yes' }, {}, ['lockedOut=!free'])).toMatchObject({ lockedOut: false });
  expect(state({ orclIsEnabled: 'DISABLED' }, {}, ['lockedOut=!orclIsEnabled'])).toMatchObject({ lockedOut: true });
  expect(state({ lockedByIntruder: 'TRUE' }, {}, ['enabled=lockedByIntruder'])).toMatchObject({ enabled: false });
  expect(state({ leaves: '20270101000000Z' }, {}, ['accountEnd=leaves'])).toMatchObject({
    accountEnd: '2027-01-01T00:00:00Z',
  });
  expect(state({ lockoutTime: '20270101000000Z' }, {}, ['accountEnd=lockoutTime', 'lockedOut=x'])).toMatchObject({
    accountEnd: '2027-01-01T00:00:00Z',
  });
  expect(unreadable({ status: 'Contractor' }, ['enabled=status'])).toMatchObject({
    attribute: 'status',
    value: 'Contractor',
  });
  expect(unreadable({ pwdEndTime: '20270101000000Z' }, ['enabled=pwdEndTime'])).toMatchObject({ field: 'enabled' });
  expect(unreadable({ pwdEndTime: '20270101000000Z' }, ['lockedOut=pwdEndTime'])).toMatchObject({ field: 'lockedOut' });
});

test('the vocabulary of all kinds of sources is the same', () => {
  const [ldif, csv] = (['ldif', 'csv'] as const).map((kind) => mappingFor(kind, 'external', []));
  for (const { attribute, field } of STATE_WORDS) {
    expect(ldif![field]).toContain(attribute.toLowerCase());
    expect(csv![field]).toContain(attribute.toLowerCase().replaceAll('-', ''));
  }
});
