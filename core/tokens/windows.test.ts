import fc from 'fast-check';
import { type WindowToken, windowsOf } from './windows.ts';

const NOW = 1_798_761_629_000;
const fob: WindowToken = { algorithm: 'securid-aes128', interval: 60, pinStyle: 'fob', offset: 0, lastInterval: -1 };
const centre = Math.floor(NOW / 60_000);

/** Half widths, read back off the bounds. */
const halves = (token: WindowToken, now = NOW) => {
  const { centre: middle, near, wide } = windowsOf(token, now);
  expect([near[0] + near[1], wide[0] + wide[1]]).toEqual([2 * middle, 2 * middle]);
  return [near[1] - middle, wide[1] - middle];
};

test.each<[string, WindowToken, number[]]>([
  ['a fob', fob, [1, 3]],
  ['without PIN', { ...fob, pinStyle: 'none' }, [1, 3]],
  ['PINPad style', { ...fob, pinStyle: 'pinpad' }, [1, 70]],
  ['TOTP', { ...fob, algorithm: 'totp-sha256', interval: 30 }, [1, 10]],
])('%s', (_, token, expected) => expect(halves(token)).toEqual(expected));

test('the centre of a window is the token’s own clock', () => {
  expect(windowsOf(fob, NOW).centre).toBe(centre);
  expect(windowsOf({ ...fob, offset: -5 }, NOW).centre).toBe(centre - 5);
});

describe("a file's windows narrow, in whole intervals, and never widen", () => {
  const pinpad: WindowToken = { ...fob, pinStyle: 'pinpad' };
  test.each<[NonNullable<WindowToken['windows']>, number[]]>([
    [{ small: 630, medium: 4320, large: 4320 }, [1, 70]],
    [{ small: 119 }, [1, 70]],
    [{ small: 0 }, [0, 70]],
    [{ medium: 600 }, [1, 10]],
    [{ large: 300 }, [1, 5]],
    [{ small: 60, medium: 0 }, [0, 0]],
    [{ small: 999_999, medium: 999_999, large: 999_999 }, [1, 70]],
  ])('%j', (windows, expected) => expect(halves({ ...pinpad, windows })).toEqual(expected));
  test('a sample fob keeps the narrower hardware windows', () => {
    expect(halves({ ...fob, windows: { small: 630, medium: 4320, large: 4320 } })).toEqual([1, 3]);
  });
});

test('no window reaches before 1970', () => {
  expect(windowsOf(fob, 60_000)).toEqual({ centre: 1, near: [0, 2], wide: [0, 4] });
});

test('the window of an HOTP token begins after the last counter', () => {
  const token: WindowToken = { ...fob, algorithm: 'hotp-sha1', interval: 0, lastInterval: 41, windows: { small: 0 } };
  expect(windowsOf(token, NOW)).toEqual({ centre: 42, near: [42, 44], wide: [42, 141] });
});

test('the windows are bounded and nested for every file and offset', () => {
  const seconds = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined });
  const windows = fc.record({ small: seconds, medium: seconds, large: seconds }) as fc.Arbitrary<
    NonNullable<WindowToken['windows']>
  >;
  const style = fc.constantFrom('none' as const, 'fob' as const, 'pinpad' as const);
  fc.assert(
    fc.property(
      windows,
      style,
      fc.constantFrom(30, 60),
      fc.integer({ min: -1000, max: 1000 }),
      (file, pinStyle, interval, offset) => {
        const token = { ...fob, pinStyle, interval, offset, windows: file };
        const [near, wide] = halves(token) as [number, number];
        const [mostNear, mostWide] = halves({ ...token, windows: {} }) as [number, number];
        expect(near).toBeGreaterThanOrEqual(0);
        expect(near).toBeLessThanOrEqual(wide);
        expect(near).toBeLessThanOrEqual(mostNear);
        expect(wide).toBeLessThanOrEqual(mostWide);
      },
    ),
  );
});
