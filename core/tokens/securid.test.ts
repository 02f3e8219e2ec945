import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { addPin } from './pin.ts';
import { intervalAt, type SecurIdKey, tokencode, tokencodes } from './securid.ts';

type Vector = {
  serial: string;
  seedHex: string;
  digits: number;
  intervalSeconds: number;
  unixTime: number;
  tokencode: string;
  pin: string;
  passcodeWithPinpadPin: string;
};
const { vectors } = JSON.parse(readFileSync('test/fixtures/securid.json', 'utf8')) as { vectors: Vector[] };
const keyOf = (v: Vector): SecurIdKey => ({
  seed: Buffer.from(v.seedHex, 'hex'),
  serial: v.serial,
  digits: v.digits,
  interval: v.intervalSeconds,
});

describe("a real client's codes", () => {
  test('are eighty', () => expect(vectors).toHaveLength(80));
  test.each(vectors)('$serial, $digits digits, $intervalSeconds s, at $unixTime', (v) => {
    expect(tokencode(keyOf(v), v.unixTime)).toBe(v.tokencode);
    expect(addPin(v.tokencode, v.pin)).toBe(v.passcodeWithPinpadPin);
  });
});

test('a window holds the same codes as each interval alone, across hours, days and years', () => {
  const moment = fc.integer({ min: 946_684_800, max: 4_102_444_800 });
  fc.assert(
    fc.property(fc.constantFrom(...vectors), moment, fc.integer({ min: 0, max: 150 }), (v, at, length) => {
      const key = keyOf(v);
      const first = intervalAt(at, key.interval);
      const found = tokencodes(key, first, first + length);
      expect(found.map(({ interval }) => interval)).toEqual(Array.from({ length: length + 1 }, (_, i) => first + i));
      for (const { interval, code } of [found[0]!, found[length >> 1]!, found[length]!])
        expect(code).toBe(tokencode(key, interval * key.interval));
    }),
  );
});

test('a window across an hour, a day, a leap day, a year or 2038 holds the same codes', () => {
  const border = fc.constantFrom(
    ...['2026-05-05T13', '2026-05-06T00', '2028-02-29T00', '2028-03-01T00', '2027-01-01T00', '2100-03-01T00'].map(
      (hour) => Date.parse(`${hour}:00:00Z`) / 1000,
    ),
    2_147_483_648,
  );
  const seed = fc.uint8Array({ minLength: 16, maxLength: 16 });
  const serial = fc.integer({ min: 0, max: 999_999_999_999 }).map(String);
  fc.assert(
    fc.property(
      fc.record({ seed, serial, digits: fc.constantFrom(6, 8), interval: fc.constantFrom(30, 60) }),
      border,
      fc.integer({ min: 0, max: 140 }),
      (key, at, before) => {
        const first = intervalAt(at, key.interval) - before;
        for (const { interval, code } of tokencodes(key, first, first + 140)) {
          expect(code).toHaveLength(key.digits);
          expect(code).toBe(tokencode(key, interval * key.interval));
          expect(code).toBe(tokencode(key, interval * key.interval + key.interval - 1));
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('an empty range holds no code', () => expect(tokencodes(keyOf(vectors[0]!), 10, 9)).toEqual([]));

test('a short serial is padded on the left', () => {
  const key = keyOf(vectors[0]!);
  expect(tokencode({ ...key, serial: '42' }, 0)).toBe(tokencode({ ...key, serial: '000000000042' }, 0));
});

test('the widest window of a software token is 141 intervals', () =>
  expect(tokencodes(keyOf(vectors[0]!), 1000, 1140)).toHaveLength(141));
