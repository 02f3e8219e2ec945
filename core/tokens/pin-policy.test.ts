import fc from 'fast-check';
import type { KeyRing } from '../keys.ts';
import { pinHash } from './pin.ts';
import {
  checkFirstPin,
  checkNewPin,
  choosePin,
  generatePin,
  isRepeat,
  isSequence,
  type PinOwner,
  type PinPolicy,
  rememberPin,
} from './pin-policy.ts';

const ring: KeyRing = { current: 'k2', keys: { k1: Buffer.alloc(32, 1), k2: Buffer.alloc(32, 2) } };
const fob: PinOwner = { serial: '000123456789', digits: 6, pinStyle: 'fob' };
const pinpad: PinOwner = { ...fob, digits: 8, pinStyle: 'pinpad' };
const policy: PinPolicy = {
  pinMinLength: 4,
  pinMaxLength: 8,
  pinCharacters: 'alphanumeric',
  pinChoice: 'either',
  pinHistory: 3,
};
const code = (run: () => unknown): string => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const first = (owner: PinOwner, pin: string, more: Partial<PinPolicy> = {}) =>
  code(() => checkFirstPin({ ...policy, ...more }, owner, pin));

describe('an easily guessed PIN', () => {
  test.each(['1234', '4321', '2468', '7890', '0123', '3692', '987654', '9630', 'abcd', 'DcBa', 'wXyZab', 'aceg'])(
    '%s is a sequence',
    (pin) => {
      expect(isSequence(pin)).toBe(true);
      expect(first(fob, pin)).toBe('pin.sequence');
    },
  );
  test.each(['1235', '1243', '48151', '123456a', 'ab34', '!"#$', 'abce', '1111'])('is not %s', (pin) =>
    expect(isSequence(pin)).toBe(false),
  );
  test.each(['1111', '1212', '123123', '12121', '12312312', 'abab', 'aAaA', '5050'])(
    'is %s, which repeats itself',
    (pin) => {
      expect(isRepeat(pin)).toBe(true);
      expect(first(fob, pin)).toBe('pin.repeated');
    },
  );
  test.each(['1213', '12321', '1122', '1231', '4711'])('is not %s, which does not repeat itself', (pin) =>
    expect(isRepeat(pin)).toBe(false),
  );
  test('is every one with equal steps, from any start and in both directions', () => {
    const step = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.nat(9), step, fc.integer({ min: 4, max: 8 }), (from, by, length) => {
        const pin = Array.from({ length }, (_, index) => (from + index * by) % 10).join('');
        expect(isSequence(pin)).toBe(true);
        const other = `${pin.slice(0, -1)}${(Number(pin.at(-1)) + 1) % 10}`;
        expect(isSequence(other)).toBe(false);
      }),
    );
  });
  test('is every piece repeated, also cut short', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-z]{1,4}$/u), fc.integer({ min: 2, max: 8 }), (piece, length) => {
        const pin = piece.repeat(8).slice(0, Math.max(length, 2 * piece.length));
        expect(isRepeat(pin)).toBe(true);
      }),
    );
  });
});

describe('characters', () => {
  test.each<[PinOwner, string, PinPolicy['pinCharacters'], string]>([
    [fob, 'aB3x', 'alphanumeric', 'ok'],
    [fob, 'aB3!', 'alphanumeric', 'pin.characters'],
    [fob, 'höhe', 'alphanumeric', 'pin.characters'],
    [fob, 'aB3x', 'digits', 'pin.characters'],
    [fob, '4815', 'digits', 'ok'],
    [pinpad, 'aB3x', 'alphanumeric', 'pin.characters'],
    [pinpad, '4815', 'alphanumeric', 'ok'],
  ])('%j %s, %s: %s', (owner, pin, pinCharacters, expected) =>
    expect(first(owner, pin, { pinCharacters })).toBe(expected),
  );
  test('are checked after length and style', () => {
    expect(first(fob, '481')).toBe('pin.length');
    expect(first({ ...fob, pinStyle: 'none' }, '4815')).toBe('pin.not_used');
    expect(first(pinpad, '00000000')).toBe('pin.zero');
  });
});

test('a PINPad PIN that is easily guessed is refused behind leading zeros, too, which the device adds by itself', () => {
  expect(first(pinpad, '01234')).toBe('pin.sequence');
  expect(first(pinpad, '00001111')).toBe('pin.repeated');
  expect(first(pinpad, '00111')).toBe('ok');
  expect(first(pinpad, '04815')).toBe('ok');
  expect(first(fob, '01235')).toBe('ok');
  expect(first(fob, '09876')).toBe('pin.sequence');
  expect(first(fob, '02468')).toBe('pin.sequence');
  expect(first(fob, '03579')).toBe('ok');
});

describe('history', () => {
  const hash = (pin: string, owner = fob, key = 'k2') => pinHash({ ...ring, current: key }, owner, pin);
  const next = (owner: PinOwner, pin: string, pinHistory = 3) =>
    code(() => checkNewPin({ ...policy, pinHistory }, owner, ring, pin));
  const used: PinOwner = { ...fob, pinHash: hash('4815'), formerPins: [hash('2342', fob, 'k1'), hash('6174')] };

  test('refuses the present PIN and as many before it as the setting says', () => {
    for (const pin of ['4815', '2342', '6174']) expect(next(used, pin)).toBe('pin.used_before');
    expect(next(used, '6175')).toBe('ok');
    expect(next(used, '6174', 2)).toBe('ok');
    expect(next(used, '4815', 1)).toBe('pin.used_before');
    expect(next(used, '4815', 0)).toBe('ok');
    expect(next(fob, '4815')).toBe('ok');
    expect(() => checkNewPin(policy, used, ring, '4815')).toThrow(expect.objectContaining({ facts: { history: 3 } }));
  });
  test('refuses 04815 after 4815 for a PINPad token', () => {
    expect(next({ ...pinpad, formerPins: [hash('4815', pinpad)] }, '04815')).toBe('pin.used_before');
  });
  test('skips a hash whose key is no longer in the ring', () => {
    const lost = { ...fob, formerPins: ['k0$AAAA', hash('4815')] };
    expect(next(lost, '4815')).toBe('pin.used_before');
    expect(next(lost, '2342')).toBe('ok');
  });
  test('keeps the newest first, and no more than are compared', () => {
    const former = rememberPin(policy, used);
    expect(former).toEqual([used.pinHash, ...used.formerPins!]);
    expect(rememberPin({ pinHistory: 2 }, used)).toEqual(former.slice(0, 2));
    expect(rememberPin({ pinHistory: 0 }, used)).toEqual([]);
    expect(rememberPin(policy, fob)).toEqual([]);
  });
});

describe('the choice of a PIN', () => {
  const choose = (pinChoice: PinPolicy['pinChoice'], pin?: string) =>
    choosePin({ ...policy, pinChoice }, fob, ring, pin);
  test('may be the user’s or the system’s', () => {
    expect(choose('either', '4815')).toEqual({ pin: '4815', generated: false });
    expect(choose('either')).toEqual({ pin: expect.stringMatching(/^\d{6}$/u), generated: true });
    expect(code(() => choose('either', '1234'))).toBe('pin.sequence');
  });
  test('may be the user’s alone, or the system’s alone', () => {
    const REFUSED = { code: 'pin.choice', status: 403 };
    expect(choose('user', '4815').generated).toBe(false);
    expect(() => choose('user')).toThrow(expect.objectContaining({ ...REFUSED, facts: { choice: 'user' } }));
    expect(choose('system').generated).toBe(true);
    expect(() => choose('system', '4815')).toThrow(
      expect.objectContaining({ ...REFUSED, facts: { choice: 'system' } }),
    );
  });
});

describe('generated PINs', () => {
  test('pass the policy that made them', () => {
    const lengths = fc.tuple(fc.integer({ min: 4, max: 8 }), fc.integer({ min: 4, max: 8 }));
    const style = fc.constantFrom('fob' as const, 'pinpad' as const);
    const characters = fc.constantFrom('digits' as const, 'alphanumeric' as const);
    fc.assert(
      fc.property(lengths, style, fc.constantFrom(6, 8), characters, (pair, pinStyle, digits, pinCharacters) => {
        const limits = { ...policy, pinCharacters, pinMinLength: Math.min(...pair), pinMaxLength: Math.max(...pair) };
        const owner = { ...fob, pinStyle, digits };
        const pin = generatePin(limits, owner, ring);
        expect(code(() => checkNewPin(limits, owner, ring, pin))).toBe('ok');
        const most = pinStyle === 'pinpad' ? Math.min(limits.pinMaxLength, digits) : limits.pinMaxLength;
        expect(pin.length).toBe(Math.min(Math.max(Math.min(limits.pinMinLength, most), 6), most));
      }),
    );
  });
  test('are drawn again while the policy refuses one', () => {
    const owner = { ...pinpad, formerPins: [pinHash(ring, pinpad, '481516')] };
    const drawn = [0, 123456, 121212, 481516, 2342];
    const asked: number[] = [];
    const draw = (below: number) => {
      asked.push(below);
      return drawn.shift()!;
    };
    expect(generatePin(policy, owner, ring, draw)).toBe('002342');
    expect(asked).toEqual(Array(5).fill(1_000_000));
  });
  test('do not exist for a token without a PIN', () => {
    expect(code(() => generatePin(policy, { ...fob, pinStyle: 'none' }, ring))).toBe('pin.not_used');
  });
});
