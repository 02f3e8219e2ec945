import fc from 'fast-check';
import type { FileToken } from '#core/token-files/files.ts';
import { ByteLog } from './byte-log.ts';
import { KeyIndex } from './key-index.ts';
import { NumberList } from './number-list.ts';
import { TokenStore } from './token-store.ts';

const token: fc.Arbitrary<FileToken> = fc.record(
  {
    serial: fc.string({ minLength: 1, maxLength: 64 }).filter((text) => /^[\x21-\x7e]+$/u.test(text)),
    algorithm: fc.constantFrom('securid-aes128', 'totp-sha1', 'totp-sha512', 'hotp-sha1'),
    seed: fc.uint8Array({ minLength: 10, maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    digits: fc.constantFrom(6, 8),
    interval: fc.constantFrom(0, 30, 60),
    pinStyle: fc.constantFrom('none', 'fob', 'pinpad'),
    enabled: fc.boolean(),
    counter: fc.integer({ min: 0 }),
    clockOffset: fc.integer({ min: -1000, max: 1000 }),
    nickname: fc.string({ unit: 'grapheme', maxLength: 30 }),
    userLogin: fc.string({ unit: 'grapheme', maxLength: 60 }),
    expiresAt: fc.constantFrom('2030-01-01T00:00:00Z', '2031-01-01T00:00:00Z'),
    windows: fc.record({ small: fc.nat() }),
  },
  { requiredKeys: ['serial', 'algorithm', 'seed', 'digits', 'interval', 'pinStyle', 'enabled'] },
) as fc.Arbitrary<FileToken>;

test('tokens are kept as they are, and of two with one serial the first', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 40 }), fc.constantFrom(0, 2, 50_000), (tokens, kinds) => {
      const store = new TokenStore(kinds);
      const first = new Map<string, FileToken>();
      for (const one of tokens) {
        expect(store.add(one)).toBe(!first.has(one.serial));
        if (!first.has(one.serial)) first.set(one.serial, one);
      }
      expect(store.length).toBe(first.size);
      for (const [number, one] of [...first.values()].entries()) {
        expect(store.find(one.serial)).toBe(number);
        expect(store.serialOf(number)).toBe(one.serial);
        expect(store.at(number)).toEqual(one);
      }
      expect(store.find('no such serial')).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});

test('of many keys each is found, and no other', () => {
  const keys: string[] = [];
  const index = new KeyIndex((key, number) => keys[number] === key);
  for (let n = 0; n < 20_000; n += 1) {
    keys.push(`u${n}`);
    expect(index.add(`u${n}`)).toBe(n);
  }
  expect(index.size).toBe(20_000);
  for (const n of [0, 1, 777, 19_999]) expect(index.find(`u${n}`)).toBe(n);
  expect(index.find('u20000')).toBeUndefined();
});

test('a key whose hash is that of another is told from it by the owner', () => {
  const index = new KeyIndex((key, number) => `${number}` === key);
  index.add('0');
  // The owner says that the thing has another key.
  const other = new KeyIndex(() => false);
  other.add('0');
  expect([index.find('0'), other.find('0')]).toEqual([0, undefined]);
});

test('a list of numbers grows by as much as it holds, at most by a million', () => {
  const list = new NumberList();
  for (let n = 0; n < 2_100_000; n += 1) list.push(n);
  list.set(5, 4_294_967_295);
  expect([list.length, list.at(5), list.at(2_099_999)]).toEqual([2_100_000, 4_294_967_295, 2_099_999]);
});

test('a log begins another block where a piece has no room, and says when no more fits', () => {
  const log = new ByteLog(2);
  const piece = Buffer.alloc(700_000, 7);
  const places = [log.add(piece), log.add(piece)];
  expect(places).toEqual([0, 1024 * 1024]);
  expect(log.from(places[1]!).subarray(0, 3)).toEqual(Buffer.of(7, 7, 7));
  expect(() => log.add(piece)).toThrow(expect.objectContaining({ code: 'pack.too_large' }));
});
