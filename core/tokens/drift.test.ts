/** A clock that runs fast or slow is followed over weeks by nothing but logons (specs: windows, next tokencode mode). */
import fc from 'fast-check';
import type { PinStyle, Token } from '../directory/model.ts';
import { devicePasscode } from './device.ts';
import { pinHash } from './pin.ts';
import { verifyNextTokencode, verifyPasscode } from './verify.ts';

const seed = Buffer.from('5d2193a0a29ab4631877842edeefa98e', 'hex');
const pinRing = { current: 'k', keys: { k: Buffer.alloc(32, 9) } };
const START = 1_798_761_600_000;
const DAY_MS = 86_400_000;
const PIN = '4711';

type Shape = { readonly pinStyle: PinStyle; readonly interval: 30 | 60; readonly algorithm: Token['algorithm'] };

function tokenOf({ pinStyle, interval, algorithm }: Shape): Token {
  const token: Token = {
    serial: '000123456789',
    algorithm,
    digits: 8,
    interval,
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
  return { ...token, ...(pinStyle === 'none' ? {} : { pinHash: pinHash(pinRing, token, PIN) }) };
}

/** Half the windows in intervals: how far off a logon may find the clock, and how far without learning it. */
const halvesOf = ({ pinStyle, algorithm }: Shape) => {
  if (algorithm !== 'securid-aes128') return { near: 1, wide: 10 };
  return pinStyle === 'pinpad' ? { near: 1, wide: 70 } : { near: 1, wide: 3 };
};

const shape: fc.Arbitrary<Shape> = fc.record({
  pinStyle: fc.constantFrom<PinStyle>('none', 'fob', 'pinpad'),
  interval: fc.constantFrom(30, 60),
  algorithm: fc.constantFrom<Token['algorithm']>('securid-aes128', 'totp-sha1'),
});
/** Seconds from reading a code to the answer being judged: people read near the end of a code, and type. */
const delay = fc.integer({ min: 0, max: 20 });
const logon = fc.record({ days: fc.double({ min: 0.1, max: 10, noNaN: true }), first: delay, next: delay });

/**
 * One logon on a device whose clock is `ahead` ms off when the user reads it. @returns the token after it, and how it went
 */
function logOn(token: Token, now: number, ahead: (at: number) => number, first: number, next: number) {
  const shown = (at: number) => Math.floor((at + ahead(at)) / 1000 / token.interval);
  const passcodeAt = (interval: number) =>
    devicePasscode(token, seed, interval, token.pinStyle === 'none' ? undefined : PIN);
  const interval = shown(now);
  const typed = now + first * 1000;
  const verdict = verifyPasscode({ token, seed, passcode: passcodeAt(interval), now: typed, pinRing });
  if (verdict.kind === 'accepted') return { kind: verdict.kind, token: { ...token, lastInterval: interval } };
  if (verdict.kind !== 'next-tokencode') return { kind: verdict.kind, token };
  const asked = { ...token, lastInterval: interval };
  // The next code shows up within an interval; it is typed some seconds later.
  let read = typed;
  while (shown(read) === interval) read += 1000;
  const check = { token: asked, seed, pinRing, tokencode: passcodeAt(interval + 1), now: read + next * 1000 };
  const second = verifyNextTokencode({ ...check, first: { interval, at: typed } });
  if (second.kind !== 'accepted') return { kind: second.kind, token: asked };
  return { kind: 'learned' as const, token: { ...asked, lastInterval: interval + 1, offset: second.offset ?? 0 } };
}

test('each logon succeeds, if need be with the next tokencode, where the drift stays within the wide window', () => {
  fc.assert(
    fc.property(
      shape,
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.array(logon, { minLength: 5, maxLength: 12 }),
      (of, rate, logons) => {
        let token = tokenOf(of);
        let now = START;
        // What was accepted at once was not learned; and one interval is lost by reading and typing late.
        const { near, wide } = halvesOf(of);
        const bearable = (wide - near - 1) * of.interval * 1000;
        const perDay = (rate * bearable) / Math.max(...logons.map(({ days }) => days));
        const ahead = (at: number) => ((at - START) / DAY_MS) * perDay;
        for (const { days, first, next } of logons) {
          now += Math.round(days * DAY_MS);
          const came = logOn(token, now, ahead, first, next);
          expect(['accepted', 'learned']).toContain(came.kind);
          expect(came.token.lastInterval).toBeGreaterThan(token.lastInterval);
          token = came.token;
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('the learned offset is never ahead of the clock, and behind by no more than the typing', () => {
  fc.assert(
    fc.property(shape, fc.double({ min: -1, max: 1, noNaN: true }), delay, delay, (of, part, first, next) => {
      const off = Math.round(part * (halvesOf(of).wide - 1) * of.interval * 1000);
      const came = logOn(tokenOf(of), START, () => off, first, next);
      if (came.kind !== 'learned') return expect(came.kind).toBe('accepted');
      const true_ = off / 1000 / of.interval;
      expect(came.token.offset).toBeLessThanOrEqual(Math.ceil(true_));
      expect(came.token.offset).toBeGreaterThanOrEqual(Math.floor(true_) - 1);
      // An hour later the next logon needs no more than one code.
      const later = logOn(came.token, START + 3_600_000, () => off, 0, 0);
      return expect(later.kind).toBe('accepted');
    }),
    { numRuns: 100 },
  );
});

test('a hardware token that drifts five seconds a day needs no administrator in a year of weekly logons, and asks seldom', () => {
  for (const perDay of [-5000, 5000]) {
    let token = tokenOf({ pinStyle: 'fob', interval: 60, algorithm: 'securid-aes128' });
    let learned = 0;
    for (let week = 1; week <= 52; week++) {
      const came = logOn(token, START + week * 7 * DAY_MS, (at) => ((at - START) / DAY_MS) * perDay, 10, 10);
      expect(['accepted', 'learned']).toContain(came.kind);
      if (came.kind === 'learned') learned++;
      token = came.token;
    }
    // Half an hour in a year: thirty intervals.
    expect(Math.abs(token.offset)).toBeGreaterThanOrEqual(28);
    expect(learned).toBeGreaterThan(5);
    expect(learned).toBeLessThanOrEqual(31);
  }
});
