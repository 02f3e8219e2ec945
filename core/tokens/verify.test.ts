import fc from 'fast-check';
import type { PinStyle, Token } from '../directory/model.ts';
import { codeOf } from './codes.ts';
import { devicePasscode } from './device.ts';
import { pinHash } from './pin.ts';
import { tokenUsable } from './state.ts';
import { type Verdict, verifyNextTokencode, verifyPasscode } from './verify.ts';

const seed = Buffer.from('5d2193a0a29ab4631877842edeefa98e', 'hex');
const pinRing = { current: 'k', keys: { k: Buffer.alloc(32, 9) } };
const PIN = '4711';
const NOW = 1_798_761_600_000;
const centre = NOW / 60_000;

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
  return { ...token, ...(pinStyle === 'none' ? {} : { pinHash: pinHash(pinRing, token, PIN) }), ...fields };
}
const newPin = (pinStyle: PinStyle, fields: Partial<Token> = {}) => {
  const { pinHash: _, ...token } = tokenOf(pinStyle, fields);
  return token;
};
const pinpad = tokenOf('pinpad');
const fob = tokenOf('fob', { digits: 6 });

const pass = (token: Token, interval: number, pin: string | undefined = PIN) =>
  devicePasscode(token, seed, interval, token.pinStyle === 'none' ? undefined : pin);
const verify = (token: Token, passcode: string, now = NOW, limit?: number): Verdict =>
  verifyPasscode({
    token,
    seed,
    passcode,
    now,
    pinRing,
    ...(limit === undefined ? {} : { wrongPasscodesToNextTokencode: limit }),
  });
const wrong = { kind: 'wrong' };
const replayed = { kind: 'replayed' };

describe.each<[string, Token]>([
  ['fob', fob],
  ['PINPad', pinpad],
  ['without PIN', tokenOf('none')],
  ['TOTP', tokenOf('fob', { algorithm: 'totp-sha256', interval: 60 })],
])('%s', (_, token) => {
  test('the right passcode is accepted with its interval', () => {
    expect(verify(token, pass(token, centre))).toEqual({ kind: 'accepted', interval: centre });
    expect(verify(token, ` ${pass(token, centre).replace(/(?<=^..)/u, ' ')}\n`)).toEqual({
      kind: 'accepted',
      interval: centre,
    });
  });
  test('the near window has both its sides, and no more', () => {
    const near = 1;
    for (const at of [centre - near, centre + near])
      expect(verify(token, pass(token, at))).toEqual({ kind: 'accepted', interval: at });
    for (const at of [centre - near - 1, centre + near + 1])
      expect(verify(token, pass(token, at))).toEqual({ kind: 'next-tokencode', interval: at });
  });
  test('a passcode past the wide window is wrong', () => {
    const wide = token.pinStyle === 'pinpad' ? 70 : token.algorithm === 'totp-sha256' ? 10 : 3;
    for (const at of [centre - wide, centre + wide])
      expect(verify(token, pass(token, at))).toEqual({ kind: 'next-tokencode', interval: at });
    for (const at of [centre - wide - 1, centre + wide + 1]) expect(verify(token, pass(token, at))).toEqual(wrong);
  });
  test('a learned offset moves the windows', () => {
    const slow = { ...token, offset: -100 };
    expect(verify(slow, pass(token, centre - 100))).toEqual({ kind: 'accepted', interval: centre - 100 });
    expect(verify(slow, pass(token, centre))).toEqual(wrong);
  });
  test('an accepted interval and all before it are spent', () => {
    for (const last of [centre, centre + 1]) {
      expect(verify({ ...token, lastInterval: last }, pass(token, centre))).toEqual(replayed);
    }
    const off = { ...token, enabled: false, lastInterval: centre };
    expect(verify(off, pass(token, centre))).toEqual(wrong);
    expect(verify({ ...token, lastInterval: centre - 1 }, pass(token, centre)).kind).toBe('accepted');
  });
  test.each(['', ' ', '1', 'abcdefgh', '1'.repeat(200), '１２３４５６７８', '-1234567'])('%p is wrong', (text) => {
    expect(verify(token, text)).toEqual(wrong);
  });
  test('after three wrong passcodes in a row a right one leads to the next tokencode', () => {
    const suspect = { ...token, failures: 3 };
    expect(verify({ ...token, failures: 2 }, pass(token, centre)).kind).toBe('accepted');
    expect(verify(suspect, pass(token, centre))).toEqual({ kind: 'next-tokencode', interval: centre });
    expect(verify(suspect, pass(token, centre), NOW, 4).kind).toBe('accepted');
    const suspended = { ...token, suspendedAt: NOW - 1 };
    expect(verify(suspended, pass(token, centre), NOW, 200)).toEqual({ kind: 'next-tokencode', interval: centre });
    expect(tokenUsable(suspended, NOW)).toBe(true);
  });
  test.each<[string, Partial<Token>]>([
    ['disabled', { enabled: false }],
    ['lost', { lost: true }],
    ['not yet valid', { startsAt: NOW + 1 }],
    ['expired', { expiresAt: NOW - 1 }],
  ])('a token that is %s accepts nothing', (_state, fields) => {
    expect(verify({ ...token, ...fields }, pass(token, centre))).toEqual(wrong);
    expect(tokenUsable({ ...token, ...fields }, NOW)).toBe(false);
  });
  test('a token within its dates accepts a passcode', () => {
    expect(verify({ ...token, startsAt: NOW, expiresAt: NOW }, pass(token, centre)).kind).toBe('accepted');
  });
});

describe('PINs', () => {
  test('a wrong PIN, or the tokencode alone, is wrong', () => {
    for (const token of [fob, pinpad]) {
      expect(verify(token, pass(token, centre, '4712'))).toEqual(wrong);
      expect(verify(token, codeOf(token, seed, centre))).toEqual(wrong);
    }
  });
  test('a PINPad PIN before the tokencode is wrong', () => {
    expect(verify(pinpad, PIN + codeOf(pinpad, seed, centre))).toEqual(wrong);
  });
  test('a text that is no passcode is wrong for a PINPad token where only zeros are right', () => {
    const pin = devicePasscode({ ...pinpad, digits: 8 }, seed, centre).replace(/\d/gu, (digit) =>
      String((10 - Number(digit)) % 10),
    );
    const token = { ...pinpad, pinHash: pinHash(pinRing, pinpad, pin) };
    expect(verify(token, '00000000').kind).toBe('accepted');
    for (const text of ['0000000', '000000000', 'password', '']) expect(verify(token, text)).toEqual(wrong);
  });
  test('a fob PIN may have letters', () => {
    const token = { ...fob, pinHash: pinHash(pinRing, fob, 'aB3x') };
    expect(verify(token, pass(token, centre, 'aB3x')).kind).toBe('accepted');
    expect(verify(token, pass(token, centre, 'ab3x'))).toEqual(wrong);
  });
});

describe('New PIN mode', () => {
  test.each<[PinStyle]>([['fob'], ['pinpad']])('%s: the tokencode alone asks for a PIN and grants no more', (style) => {
    const token = newPin(style);
    expect(verify(token, codeOf(token, seed, centre))).toEqual({ kind: 'new-pin', interval: centre });
    expect(verify(token, pass(token, centre))).toEqual(wrong);
    expect(verify({ ...token, lastInterval: centre }, codeOf(token, seed, centre))).toEqual(replayed);
  });
  test('the PIN becomes valid with the next tokencode', () => {
    const token = { ...tokenOf('fob'), lastInterval: centre };
    expect(verify(token, pass(token, centre))).toEqual(replayed);
    expect(verify(token, pass(token, centre + 1)).kind).toBe('accepted');
  });
});

describe('HOTP', () => {
  const token = tokenOf('none', { algorithm: 'hotp-sha1', interval: 0, digits: 6, lastInterval: 41 });
  test('the next three counters are accepted, a hundred ask for the next tokencode', () => {
    for (const at of [42, 44]) expect(verify(token, pass(token, at))).toEqual({ kind: 'accepted', interval: at });
    for (const at of [45, 141])
      expect(verify(token, pass(token, at))).toEqual({ kind: 'next-tokencode', interval: at });
    for (const at of [142, 40]) expect(verify(token, pass(token, at))).toEqual(wrong);
    expect(verify(token, pass(token, 41))).toEqual(replayed);
  });
  test('a fresh token starts at counter 0', () => {
    expect(verify({ ...token, lastInterval: -1 }, pass(token, 0))).toEqual({ kind: 'accepted', interval: 0 });
  });
  test('two consecutive codes resynchronise, whatever the time says, and no offset is learned', () => {
    const asked = { ...token, lastInterval: 100 };
    const check = { seed, now: NOW, pinRing, first: { interval: 100, at: NOW - 1 } };
    expect(verifyNextTokencode({ ...check, token: asked, tokencode: pass(token, 101) })).toEqual({
      kind: 'accepted',
      interval: 101,
    });
    expect(verifyNextTokencode({ ...check, token: asked, tokencode: pass(token, 102) })).toEqual(wrong);
  });
});

describe('the next tokencode', () => {
  const far = centre + 30;
  const asked = { ...pinpad, lastInterval: far };
  const next = (
    tokencode: string,
    fields: { token?: Token; now?: number; first?: { interval: number; at: number } } = {},
  ) =>
    verifyNextTokencode({
      token: asked,
      seed,
      now: NOW + 60_000,
      pinRing,
      first: { interval: far, at: NOW },
      tokencode,
      ...fields,
    });
  test('sets the learned offset, alone or with the PIN', () => {
    const expected = { kind: 'accepted', interval: far + 1, offset: 30 };
    expect(next(codeOf(asked, seed, far + 1))).toEqual(expected);
    expect(next(` ${pass(asked, far + 1)}`)).toEqual(expected);
    expect(next(pass(fob, far + 1), { token: { ...fob, lastInterval: far } })).toEqual(expected);
  });
  test('centres the near window on the device', () => {
    const learned = { ...asked, lastInterval: far + 1, offset: 30 };
    const later = NOW + 20 * 60_000;
    expect(verify(learned, pass(learned, far + 20), later)).toEqual({ kind: 'accepted', interval: far + 20 });
  });
  test('that is typed a minute late does not make the device seem slower', () => {
    expect(next(codeOf(asked, seed, far + 1), { now: NOW + 119_000 })).toMatchObject({ offset: 30 });
    expect(
      next(codeOf(asked, seed, far + 1), { now: NOW + 30_000, first: { interval: far, at: NOW + 1 } }),
    ).toMatchObject({
      offset: 31,
    });
  });
  test('must be of the very next interval', () => {
    for (const at of [far - 1, far, far + 2]) expect(next(codeOf(asked, seed, at))).toEqual(wrong);
    expect(next(pass(asked, far + 1, '4712'))).toEqual(wrong);
  });
  test('is accepted within three minutes, and not before the first', () => {
    const code = codeOf(asked, seed, far + 1);
    expect(next(code, { now: NOW + 180_000 }).kind).toBe('accepted');
    expect(next(code, { now: NOW + 180_001 })).toEqual(wrong);
    expect(next(code, { now: NOW - 1 })).toEqual(wrong);
  });
  test('is accepted once, and not for a token disabled in between', () => {
    const code = codeOf(asked, seed, far + 1);
    expect(next(code, { token: { ...asked, lastInterval: far + 1 } })).toEqual(wrong);
    expect(next(code, { token: { ...asked, enabled: false } })).toEqual(wrong);
  });
  test('leads to the PIN step in New PIN mode', () => {
    const token = newPin('pinpad', { lastInterval: far });
    expect(next(codeOf(token, seed, far + 1), { token })).toEqual({ kind: 'new-pin', interval: far + 1, offset: 30 });
  });
});

describe('in every sequence of events', () => {
  const style = fc.constantFrom<PinStyle>('none', 'fob', 'pinpad');
  const pin = fc.integer({ min: 1, max: 99_999_999 }).map((n) => String(n).padStart(4, '0'));
  test('the passcode of a random token and PIN is accepted in its interval, and no other', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        style,
        pin,
        fc.integer({ min: -10, max: 10 }),
        (bytes, of, own, by) => {
          const base = tokenOf(of);
          const token = of === 'none' ? base : { ...base, pinHash: pinHash(pinRing, base, own) };
          const passcode = devicePasscode(token, bytes, centre + by, of === 'none' ? undefined : own);
          const near = 1;
          const wide = of === 'pinpad' ? 70 : 3;
          const distance = Math.abs(by);
          const expected = distance <= near ? 'accepted' : distance <= wide ? 'next-tokencode' : 'wrong';
          expect(verifyPasscode({ token, seed: bytes, passcode, now: NOW, pinRing }).kind).toBe(expected);
          expect(verifyPasscode({ token, seed: Buffer.alloc(16, 1), passcode, now: NOW, pinRing })).toEqual(wrong);
        },
      ),
      { numRuns: 60 },
    );
  });
  test('a sequence of logons never accepts a passcode twice and never goes back', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 4 }),
      by: fc.integer({ min: -72, max: 72 }),
      replay: fc.nat(20),
    });
    fc.assert(
      fc.property(style, fc.array(step, { maxLength: 25 }), (of, steps) => {
        let token = tokenOf(of);
        let at = centre;
        const spent: string[] = [];
        for (const { wait, by, replay } of steps) {
          at += wait;
          for (const passcode of [...spent.slice(replay, replay + 1), pass(token, Math.max(0, at + by))]) {
            const verdict = verify(token, passcode, at * 60_000);
            if (verdict.kind === 'wrong' || verdict.kind === 'replayed') continue;
            expect(spent).not.toContain(passcode);
            expect(verdict.interval).toBeGreaterThan(token.lastInterval);
            spent.push(passcode);
            token = { ...token, lastInterval: verdict.interval };
          }
        }
      }),
      { numRuns: 60 },
    );
  });
  test('a passcode that by chance fits a spent code and a fresh one is refused', () => {
    // One digit a code: collisions abound, as they do once in a million with six.
    const token = tokenOf('none', { digits: 1 });
    const codes = [...Array(7).keys()].map((i) => codeOf(token, seed, centre - 3 + i));
    const [twin, first] = codes.map((code, i) => [i, codes.indexOf(code)] as const).find(([i, j]) => i > j)!;
    const last = centre - 3 + first;
    expect(verify({ ...token, lastInterval: last }, codes[twin]!)).toEqual(replayed);
    // Also when the spent one has left the window.
    expect(verify({ ...token, lastInterval: last }, codes[twin]!, NOW + (first + 1) * 60_000)).toEqual(replayed);
  });
  test('of several fresh matches the one nearest to the clock counts', () => {
    const token = tokenOf('none', { digits: 1 });
    for (let at = centre; at < centre + 50; at += 1) {
      const verdict = verify(token, codeOf(token, seed, at), at * 60_000);
      expect(verdict).toEqual({ kind: 'accepted', interval: at });
    }
  });
});

test('a token used without a PIN takes the tokencode alone, whatever PIN it once had', () => {
  const token = tokenOf('none', { digits: 6, ...(fob.pinHash === undefined ? {} : { pinHash: fob.pinHash }) });
  expect(token.pinHash).toBeDefined();
  expect(verify(token, pass(token, centre, '')).kind).toBe('accepted');
  expect(verify(token, pass(fob, centre))).toEqual(wrong);
});
