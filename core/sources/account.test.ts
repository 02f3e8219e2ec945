import { saysEnabled, saysLockedOut } from './account.ts';

test.each([
  ...['true', ' YES ', 'y', '1', 'enabled', 'Active', 'on'].map((text) => [text, true] as const),
  ...['false', ' No ', 'n', '0', 'disabled', 'inactive', 'off'].map((text) => [text, false] as const),
  ...['', 'perhaps', '2', 'not true'].map((text) => [text, undefined] as const),
])('%j read as yes or no: %s', (text, expected) => {
  expect(saysEnabled('enabled', text)).toBe(expected);
  expect(saysLockedOut('locked', text)).toBe(expected);
  const opposite = expected === undefined ? undefined : !expected;
  for (const attribute of ['nsaccountlock', 'disabled']) expect(saysEnabled(attribute, text)).toBe(opposite);
});

test.each([
  ['512', true, false],
  ['514', false, false],
  [' 528 ', true, true],
  ['530', false, true],
  ['-2147483646', false, false],
  ['4294967295', false, true],
  ['12345678901', undefined, undefined],
  ['0x202', undefined, undefined],
  ['1 2', undefined, undefined],
  ['--2', undefined, undefined],
  ['', undefined, undefined],
])('userAccountControl %j', (value, enabled, lockedOut) => {
  expect(saysEnabled('useraccountcontrol', value)).toBe(enabled);
  expect(saysLockedOut('useraccountcontrol', value)).toBe(lockedOut);
  expect(saysLockedOut('msds-user-account-control-computed', value)).toBe(lockedOut);
});

test.each([
  ['0', false],
  [' 0 ', false],
  ['-1', true],
  ['1', true],
  [' 133770132250000000 ', true],
  ['12345678901234567890', undefined],
  ['x1', undefined],
  ['1x', undefined],
  ['', undefined],
])('lockoutTime %j', (value, expected) => {
  expect(saysLockedOut('lockouttime', value)).toBe(expected);
});

test('an account is locked where pwdAccountLockedTime is present', () => {
  expect(saysLockedOut('pwdaccountlockedtime', '000001010000Z')).toBe(true);
  expect(saysLockedOut('pwdaccountlockedtime', ' ')).toBe(false);
});
