import { dictionary } from '@zxcvbn-ts/language-common';
import { isCommon } from './blocklist.ts';

test('the commonest are refused whatever their case, as whole passwords only', () => {
  for (const password of ['password', 'PassWord', '123456', ' qwerty ', '']) expect(isCommon(password)).toBe(true);
  for (const password of ['password to my heart', 'my password', 'xqwerty']) expect(isCommon(password)).toBe(false);
});

test('one of them written several times is no better', () => {
  for (const password of ['passwordpassword', '123456123456123456', 'QwertyqwertyQWERTY'])
    expect(isCommon(password)).toBe(true);
  for (const password of ['passwordpasswor', 'passwordpasswordx', 'tidal tidal tidal'])
    expect(isCommon(password)).toBe(false);
});

test('P4: more than 3,000 of the commonest that are long enough for the shorter minimum', () => {
  const long = dictionary['passwords-common'].filter((password) => password.length >= 8);
  expect(long.length).toBeGreaterThan(3000);
  expect(long.every(isCommon)).toBe(true);
});
