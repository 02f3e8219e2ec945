import fc from 'fast-check';
import type { PinStyle } from '../directory/model.ts';
import type { KeyRing } from '../keys.ts';
import { addPin, checkPin, type PinToken, pinHash, pinKeyId, pinKeyIds, pinMatcher, subtractTokencode } from './pin.ts';

const ring: KeyRing = { current: 'k2', keys: { k1: Buffer.alloc(32, 1), k2: Buffer.alloc(32, 2) } };
const pinpad: PinToken = { serial: '000123456789', digits: 8, pinStyle: 'pinpad' };
const fob: PinToken = { ...pinpad, digits: 6, pinStyle: 'fob' };
const policy = { pinMinLength: 4, pinMaxLength: 8 };
const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));

describe('PINPad arithmetic', () => {
  test('each digit is added without carry', () => expect(addPin('686821', '90517')).toBe('676338'));
  test('subtracting a tokencode gives back the padded PIN', () => {
    fc.assert(
      fc.property(digits(8, 8), digits(4, 8), (code, pin) => {
        expect(subtractTokencode(addPin(code, pin), code)).toBe(pin.padStart(8, '0'));
      }),
    );
  });
});

describe('the keyed hash', () => {
  test('names its key and hides the PIN', () => {
    expect(pinHash(ring, fob, '1234')).toMatch(/^k2\$[\w-]{43}$/u);
  });
  test('depends on serial, PIN and key', () => {
    const hashes = [
      pinHash(ring, fob, '1234'),
      pinHash(ring, fob, '1235'),
      pinHash(ring, { ...fob, serial: '000123456780' }, '1234'),
      pinHash({ ...ring, current: 'k1' }, fob, '1234'),
    ];
    expect(new Set(hashes.map((hash) => hash.split('$')[1])).size).toBe(4);
  });
  test('of a PINPad PIN is over the padded digits, so that 1234 and 01234 are one PIN', () => {
    expect(pinHash(ring, pinpad, '1234')).toBe(pinHash(ring, pinpad, '01234'));
    expect(pinHash(ring, fob, '1234')).not.toBe(pinHash(ring, fob, '01234'));
  });
  test('verifies under an older key of the ring, and throws for a lost one', () => {
    const old = pinHash({ ...ring, current: 'k1' }, fob, '1234');
    expect(pinMatcher(ring, fob, old)('1234')).toBe(true);
    const lost = { current: 'k2', keys: { k2: ring.keys['k2']! } };
    expect(() => pinMatcher(lost, fob, old)).toThrow(expect.objectContaining({ code: 'keys.unknown', status: 500 }));
  });
  test('matches no PIN where it is damaged', () => {
    expect(pinMatcher(ring, fob, 'k2$AAAA')('1234')).toBe(false);
  });
  test('matches exactly its PIN', () => {
    fc.assert(
      fc.property(digits(4, 8), digits(4, 8), (pin, other) => {
        const matches = pinMatcher(ring, fob, pinHash(ring, fob, pin));
        expect(matches(pin)).toBe(true);
        expect(matches(other)).toBe(other === pin);
      }),
    );
  });
  test('does not match a difference of zero, even if the hash of it were stored', () => {
    expect(pinMatcher(ring, pinpad, pinHash(ring, pinpad, '00000000'))('00000000')).toBe(false);
  });
});

describe('which PINs may be set', () => {
  const code = (style: PinStyle, of: number, pin: string, limits = policy): string => {
    try {
      checkPin(limits, style, of, pin);
      return 'ok';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  test.each<[PinStyle, number, string, string]>([
    ['fob', 6, '1234', 'ok'],
    ['fob', 6, 'aB3!', 'ok'],
    ['fob', 6, '12345678', 'ok'],
    ['fob', 6, '0000', 'ok'],
    ['fob', 6, '123', 'pin.length'],
    ['fob', 6, '123456789', 'pin.length'],
    ['fob', 6, '', 'pin.length'],
    ['fob', 6, '12 34', 'pin.characters'],
    ['fob', 6, 'höhe', 'pin.characters'],
    ['pinpad', 8, '1234', 'ok'],
    ['pinpad', 8, '12345678', 'ok'],
    ['pinpad', 6, '123456', 'ok'],
    ['pinpad', 6, '1234567', 'pin.length'],
    ['pinpad', 8, '12a4', 'pin.characters'],
    ['pinpad', 8, '0000', 'pin.zero'],
    ['pinpad', 8, '0001', 'ok'],
    ['none', 6, '1234', 'pin.not_used'],
  ])('%s, %i digits, %p: %s', (style, of, pin, expected) => expect(code(style, of, pin)).toBe(expected));
  test('follows the limits of the settings', () => {
    expect(code('fob', 6, '12345', { pinMinLength: 6, pinMaxLength: 7 })).toBe('pin.length');
    expect(() => checkPin({ pinMinLength: 6, pinMaxLength: 7 }, 'fob', 6, '1')).toThrow(
      expect.objectContaining({ facts: { min: 6, max: 7 } }),
    );
  });
  test('asks for all digits of a PINPad token where the policy wants more characters', () => {
    expect(code('pinpad', 6, '123456', { pinMinLength: 8, pinMaxLength: 8 })).toBe('ok');
    expect(code('pinpad', 6, '12345', { pinMinLength: 8, pinMaxLength: 8 })).toBe('pin.length');
  });
});

test('the keys of a token’s PINs are listed, the present PIN’s first', () => {
  const older = pinHash({ ...ring, current: 'k1' }, fob, '1234');
  const present = pinHash(ring, fob, '5678');
  expect(pinKeyId(present)).toBe('k2');
  expect(pinKeyId(undefined)).toBeUndefined();
  expect(pinKeyIds({ pinHash: present, formerPins: [older] })).toEqual(['k2', 'k1']);
  expect(pinKeyIds({})).toEqual([undefined]);
});

test('zeros are a PIN where nothing is added to the tokencode', () => {
  expect(pinMatcher(ring, fob, pinHash(ring, fob, '0000'))('0000')).toBe(true);
});
