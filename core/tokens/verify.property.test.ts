/** verifyPasscode against a model that tries every interval by itself, for tokens of every kind. */
import fc from 'fast-check';
import type { PinStyle, Token, TokenAlgorithm } from '../directory/model.ts';
import { codeOf } from './codes.ts';
import { devicePasscode } from './device.ts';
import { addPin, pinHash, subtractTokencode } from './pin.ts';
import { type Verdict, verifyNextTokencode, verifyPasscode } from './verify.ts';

const pinRing = { current: 'k', keys: { k: Buffer.alloc(32, 9) } };
const digitsOf = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

/** Half widths as the product has them: accepted at once, asked for the next tokencode. */
const WIDTHS = { fob: [1, 3], none: [1, 3], pinpad: [1, 70], totp: [1, 10] } as const;
const widthsOf = (token: Token) => WIDTHS[token.algorithm === 'securid-aes128' ? token.pinStyle : 'totp'];

const tokens = fc
  .record({
    algorithm: fc.constantFrom<TokenAlgorithm>(
      'securid-aes128',
      'securid-aes128',
      'totp-sha1',
      'totp-sha256',
      'totp-sha512',
    ),
    pinStyle: fc.constantFrom<PinStyle>('none', 'fob', 'pinpad'),
    digits: fc.constantFrom(6, 8),
    interval: fc.constantFrom(30, 60),
    offset: fc.integer({ min: -200, max: 200 }),
    behind: fc.option(fc.integer({ min: -75, max: 75 }), { nil: undefined }),
    seed: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    pin: fc.integer({ min: 1, max: 999_999 }).map((pin) => String(pin).padStart(4, '0')),
    /** Both sides of an hour, a day, a year and a leap day among them. */
    now: fc.oneof(
      fc.integer({ min: 1_700_000_000, max: 4_000_000_000 }),
      fc
        .tuple(
          fc.constantFrom(1_798_761_600, 1_785_542_400, 1_835_395_200, 2_147_483_648),
          fc.integer({ min: -99, max: 99 }),
        )
        .map(([border, by]) => border + by),
    ),
  })
  .map(({ seed, pin, behind, now, ...fields }) => {
    const pinStyle = fields.algorithm !== 'securid-aes128' && fields.pinStyle === 'pinpad' ? 'none' : fields.pinStyle;
    const centre = Math.floor(now / fields.interval) + fields.offset;
    const bare: Token = {
      ...fields,
      pinStyle,
      serial: '000123456789',
      seed: { wrappedKey: new Uint8Array(), context: {}, box: new Uint8Array() },
      lastInterval: behind === undefined ? -1 : centre + behind,
      failures: 0,
      enabled: true,
      lost: false,
      createdAt: 0,
      updatedAt: 0,
      version: 1,
    };
    const token = pinStyle === 'none' ? bare : { ...bare, pinHash: pinHash(pinRing, bare, pin) };
    const passcode = (interval: number) => devicePasscode(token, seed, interval, pinStyle === 'none' ? undefined : pin);
    const verify = (text: string, of: Token = token): Verdict =>
      verifyPasscode({ token: of, seed, passcode: text, now: now * 1000, pinRing });
    return { token, seed, pin, centre, now, passcode, verify };
  });

const intervals = (centre: number, half: number) => [...Array(2 * half + 1).keys()].map((n) => centre - half + n);

test('exactly the passcodes of the window are right, each by its distance and the last accepted one', () => {
  const distance = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -72, max: 72 }));
  fc.assert(
    fc.property(tokens, distance, ({ token, centre, passcode, verify }, by) => {
      const [near, wide] = widthsOf(token);
      const given = passcode(centre + by);
      const fits = intervals(centre, wide).filter((interval) => passcode(interval) === given);
      const spent = fits.some((interval) => interval <= token.lastInterval);
      const again = token.lastInterval >= 0 && passcode(token.lastInterval) === given;
      const [first] = fits.sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre));
      if (spent || again) expect(verify(given)).toEqual({ kind: 'replayed' });
      else if (first === undefined) expect(verify(given)).toEqual({ kind: 'wrong' });
      else
        expect(verify(given)).toEqual({
          kind: Math.abs(first - centre) <= near ? 'accepted' : 'next-tokencode',
          interval: first,
        });
    }),
    { numRuns: 150 },
  );
});

test('any other text is wrong', () => {
  const text = fc.oneof(digitsOf(6), digitsOf(8), digitsOf(12), fc.string({ unit: 'grapheme', maxLength: 20 }));
  fc.assert(
    fc.property(tokens, text, ({ token, centre, passcode, verify }, given) => {
      const bare = given.replace(/\s/gu, '');
      const all = [...intervals(centre, widthsOf(token)[1]), ...(token.lastInterval < 0 ? [] : [token.lastInterval])];
      fc.pre(!all.some((interval) => passcode(interval) === bare));
      expect(verify(given)).toEqual({ kind: 'wrong' });
    }),
    { numRuns: 100 },
  );
});

test('an accepted passcode and all before it are replayed from then on', () => {
  fc.assert(
    fc.property(tokens, fc.integer({ min: -70, max: 70 }), ({ token, centre, passcode, verify }, by) => {
      const verdict = verify(passcode(centre + by));
      fc.pre('interval' in verdict);
      const after = { ...token, lastInterval: verdict.interval };
      expect(verify(passcode(centre + by), after)).toEqual({ kind: 'replayed' });
      for (const interval of intervals(centre, widthsOf(token)[1]).filter((one) => one <= verdict.interval))
        expect(verify(passcode(interval), after)).toEqual({ kind: 'replayed' });
    }),
    { numRuns: 40 },
  );
});

test('a passcode with another PIN or without one is wrong', () => {
  fc.assert(
    fc.property(tokens, fc.integer({ min: 1, max: 999_999 }), ({ token, seed, centre, pin, verify }, number) => {
      fc.pre(token.pinStyle !== 'none' && Number(pin) !== number);
      const fresh = { ...token, lastInterval: -1 };
      const other = devicePasscode(token, seed, centre, String(number).padStart(4, '0'));
      const codes = intervals(centre, widthsOf(token)[1]).map((interval) => devicePasscode(token, seed, interval, pin));
      fc.pre(!codes.includes(other) && !codes.includes(codeOf(token, seed, centre)));
      expect(verify(other, fresh)).toEqual({ kind: 'wrong' });
      expect(verify(codeOf(token, seed, centre), fresh)).toEqual({ kind: 'wrong' });
    }),
    { numRuns: 60 },
  );
});

test('the next tokencode is the one after the first, alone or with the PIN, and no other of the window', () => {
  fc.assert(
    fc.property(tokens, fc.integer({ min: -70, max: 70 }), ({ token, seed, centre, now, passcode }, by) => {
      const first = { interval: centre + by, at: now * 1000 };
      const asked = { ...token, lastInterval: first.interval };
      const next = (tokencode: string) =>
        verifyNextTokencode({ token: asked, seed, tokencode, now: first.at + 60_000, pinRing, first }).kind;
      const right = [codeOf(token, seed, first.interval + 1), passcode(first.interval + 1)];
      expect(right.map(next)).toEqual(['accepted', 'accepted']);
      for (const interval of intervals(first.interval + 1, 5).filter((one) => one !== first.interval + 1))
        for (const code of [codeOf(token, seed, interval), passcode(interval)])
          expect(next(code)).toBe(right.includes(code) ? 'accepted' : 'wrong');
    }),
    { numRuns: 60 },
  );
});

test('adding a PIN and subtracting the tokencode are each other’s inverse, digit by digit', () => {
  const pair = fc.constantFrom(6, 8).chain((length) => fc.tuple(digitsOf(length), digitsOf(length)));
  fc.assert(
    fc.property(pair, fc.nat(9), ([code, other], cut) => {
      expect(addPin(code, subtractTokencode(other, code))).toBe(other);
      expect(subtractTokencode(addPin(code, other), code)).toBe(other);
      expect(addPin(code, other)).toBe(addPin(other, code));
      expect(addPin(code, other)).toMatch(/^\d+$/u);
      // A PIN shorter than the code stands under its last digits: the digits before it are the code's own.
      const pin = other.slice(cut % other.length);
      expect(addPin(code, pin).slice(0, code.length - pin.length)).toBe(code.slice(0, code.length - pin.length));
    }),
  );
});
