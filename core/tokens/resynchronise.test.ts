import fc from 'fast-check';
import type { PinStyle, Token } from '../directory/model.ts';
import { codeOf } from './codes.ts';
import { devicePasscode } from './device.ts';
import { pinHash } from './pin.ts';
import { findConsecutive, type ResynchroniseCheck } from './resynchronise.ts';
import { verifyPasscode } from './verify.ts';

const seed = Buffer.from('5d2193a0a29ab4631877842edeefa98e', 'hex');
const pinRing = { current: 'k', keys: { k: Buffer.alloc(32, 9) } };
const NOW = 1_798_761_600_000;
const centre = NOW / 60_000;
const HALF_DAY = 12 * 60;

function tokenOf(pinStyle: PinStyle, fields: Partial<Token> = {}): Token {
  const token: Token = {
    serial: '000123456789',
    algorithm: 'securid-aes128',
    digits: 8,
    interval: 60,
    pinStyle,
    seed: { wrappedKey: new Uint8Array(), context: {}, box: new Uint8Array() },
    offset: 0,
    lastInterval: -1,
    failures: 0,
    enabled: true,
    lost: false,
    createdAt: 0,
    updatedAt: 0,
    version: 1,
  };
  return { ...token, ...(pinStyle === 'none' ? {} : { pinHash: pinHash(pinRing, token, '4711') }), ...fields };
}
const pinpad = tokenOf('pinpad');
const code = (token: Token, interval: number) => codeOf(token, seed, interval);
const find = (token: Token, tokencode: string, nextTokencode: string, more: Partial<ResynchroniseCheck> = {}) =>
  findConsecutive({ token, seed, pinRing, tokencode, nextTokencode, now: NOW, reach: 'administrator', ...more });
const at = (token: Token, interval: number, more: Partial<ResynchroniseCheck> = {}) =>
  find(token, code(token, interval), code(token, interval + 1), more);
const wrong = { kind: 'wrong' };

describe('an administrator', () => {
  test.each([-HALF_DAY, -71, 0, 300, HALF_DAY])('finds a clock that is %i minutes off', (by) => {
    const first = centre + by;
    expect(at(pinpad, first)).toEqual({ kind: 'found', first, second: first + 1, offset: by + 1 });
  });
  test('finds none beyond 12 hours of server time, whatever was learned before', () => {
    for (const token of [pinpad, { ...pinpad, offset: 700 }])
      for (const by of [-HALF_DAY - 1, HALF_DAY + 1]) expect(at(token, centre + by)).toEqual(wrong);
  });
  test('searches the same 12 hours for 30-second tokens', () => {
    const token = tokenOf('none', { algorithm: 'totp-sha256', interval: 30, digits: 6 });
    const now = NOW / 30_000;
    expect(at(token, now + 1440)).toMatchObject({ kind: 'found', offset: 1441 });
    expect(at(token, now + 1441)).toEqual(wrong);
  });
  test('searches no interval before 1970', () => {
    expect(at(pinpad, 3, { now: 60_000 })).toEqual({ kind: 'found', first: 3, second: 4, offset: 3 });
  });
});

test('a user reaches the window in which a logon asks for the next tokencode, around the learned offset', () => {
  const user = { reach: 'user' } as const;
  for (const [token, wide] of [
    [pinpad, 70],
    [tokenOf('fob'), 3],
    [tokenOf('none', { algorithm: 'totp-sha1', digits: 6 }), 10],
  ] as const)
    for (const offset of [0, -100]) {
      const moved = { ...token, offset };
      for (const by of [-wide, wide]) expect(at(moved, centre + offset + by, user)).toMatchObject({ kind: 'found' });
      for (const by of [-wide - 1, wide + 1]) expect(at(moved, centre + offset + by, user)).toEqual(wrong);
    }
});

describe('the two codes', () => {
  const far = centre + 200;
  test('may be typed alone, as passcodes, mixed, and with blanks', () => {
    for (const token of [pinpad, tokenOf('fob', { digits: 6 })]) {
      const passcode = (interval: number) => devicePasscode(token, seed, interval, '4711');
      expect(find(token, passcode(far), passcode(far + 1))).toMatchObject({ kind: 'found', first: far });
      expect(find(token, code(token, far), passcode(far + 1))).toMatchObject({ kind: 'found', first: far });
      expect(find(token, ` ${code(token, far)}`, `${code(token, far + 1)}\n`)).toMatchObject({ first: far });
      expect(find(token, devicePasscode(token, seed, far, '4712'), passcode(far + 1))).toEqual(wrong);
    }
  });
  test('must follow one another, in their order', () => {
    expect(find(pinpad, code(pinpad, far), code(pinpad, far + 2))).toEqual(wrong);
    expect(find(pinpad, code(pinpad, far + 1), code(pinpad, far))).toEqual(wrong);
    expect(find(pinpad, code(pinpad, far), code(pinpad, far))).toEqual(wrong);
    expect(find(pinpad, '', '')).toEqual(wrong);
  });
  test('must both be newer than the last accepted interval', () => {
    expect(at({ ...pinpad, lastInterval: far - 1 }, far)).toMatchObject({ kind: 'found', first: far });
    for (const lastInterval of [far, far + 1, far + 300])
      expect(at({ ...pinpad, lastInterval }, far)).toEqual({ kind: 'spent' });
  });
  test('count by the match nearest to server time', () => {
    // One digit a code: every pair of digits stands somewhere in a day.
    const token = tokenOf('none', { digits: 1 });
    for (let by = 0; by < 20; by++) {
      const pair = [code(token, centre + by), code(token, centre + by + 1)] as const;
      const found = find(token, ...pair, { now: NOW + by * 60_000 });
      expect(found).toMatchObject({ kind: 'found', first: centre + by, offset: 1 });
    }
  });
});

describe('HOTP (RFC 4226 section 7.4)', () => {
  const token = tokenOf('none', { algorithm: 'hotp-sha1', interval: 0, digits: 6, lastInterval: 41 });
  test('an administrator looks 1,000 counters ahead, a user 100, and no clock offset is learned', () => {
    expect(at(token, 42)).toEqual({ kind: 'found', first: 42, second: 43 });
    expect(at(token, 1041)).toEqual({ kind: 'found', first: 1041, second: 1042 });
    expect(at(token, 1042)).toEqual(wrong);
    expect(at(token, 141, { reach: 'user' })).toMatchObject({ kind: 'found' });
    expect(at(token, 142, { reach: 'user' })).toEqual(wrong);
    expect(at(token, 41)).toEqual(wrong);
  });
});

test('after a resynchronisation within reach the next logon is accepted at once and both codes are spent', () => {
  const style = fc.constantFrom<PinStyle>('none', 'fob', 'pinpad');
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(bytes, style, fc.integer({ min: 1 - HALF_DAY, max: HALF_DAY }), (own, of, by) => {
      const token = tokenOf(of);
      const first = centre + by;
      const codes = [codeOf(token, own, first), codeOf(token, own, first + 1)] as const;
      // The second code is typed while it shows.
      const now = NOW + 60_000;
      const found = find(token, ...codes, { seed: own, now });
      expect(found).toEqual({ kind: 'found', first, second: first + 1, offset: by });
      const learned = { ...token, offset: by, lastInterval: first + 1 };
      const logon = (interval: number, when: number) => {
        const passcode = devicePasscode(token, own, interval, of === 'none' ? undefined : '4711');
        return verifyPasscode({ token: learned, seed: own, passcode, now: when, pinRing }).kind;
      };
      expect(logon(first + 2, now + 60_000)).toBe('accepted');
      for (const spent of [first, first + 1]) expect(logon(spent, now)).toBe('replayed');
    }),
    { numRuns: 40 },
  );
});
