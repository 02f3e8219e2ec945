import { readFileSync } from 'node:fs';
import { defaultSettings } from '#core/settings/model.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import type { Token } from '../directory/model.ts';
import { guessing, guessingWarnings, LARGEST_CHANCE, REFERENCE } from './guessing.ts';
import { windowsOf } from './windows.ts';

const settings = defaultSettings();
const withThrottles = (throttles: object) => settingsSchema.parse({ ...settings, throttles });

test('T9: blind guessing succeeds in less than 0.1 % a day at 500 users and 50 addresses, with three tokens each too', () => {
  expect(REFERENCE).toEqual({ users: 500, addresses: 50, tokensOfUser: 1 });
  const one = guessing(settings, REFERENCE);
  expect(one).toMatchObject({ guesses: 1500, withOneCode: 80, codesAtOnce: 3 });
  expect(one.chance).toBeCloseTo(0.00024, 5);
  const three = guessing(settings, { ...REFERENCE, tokensOfUser: 3 });
  expect(three.chance).toBeCloseTo(0.00072, 5);
  expect(LARGEST_CHANCE).toBe(0.001);
  // A day that begins in the middle of a window of the overall limit holds five of them.
  expect((three.chance * 5) / 4).toBeLessThan(LARGEST_CHANCE);
});

test('A9: temporary codes are guessed in less than 0.002 % a day, although every user has one and every PIN is known', () => {
  expect(guessing(settings, REFERENCE).temporaryCode).toBeCloseTo(0.000015, 6);
  expect(guessing(settings, { ...REFERENCE, tokensOfUser: 3 }).temporaryCode).toBeLessThan(LARGEST_CHANCE / 10);
});

test('docs/security.md says the figures that the defaults come to', () => {
  const percent = (tokensOfUser: number) =>
    `${(100 * guessing(settings, { ...REFERENCE, tokensOfUser }).chance).toFixed(3)} %`;
  const text = readFileSync('docs/security.md', 'utf8').replace(/\s+/gu, ' ');
  const code = `${(100 * guessing(settings, REFERENCE).temporaryCode).toFixed(4)} % a day with temporary codes`;
  for (const figure of [`**${percent(1)} a day**`, `${percent(3)} with three tokens each`, code])
    expect(text).toContain(figure);
});

test('without the overall limit and with the windows of before it was one in thirty a day', () => {
  const before = guessing(withThrottles({ failedLogonsOverall: 1_000_000 }), { ...REFERENCE, tokensOfUser: 7 });
  expect(before.withOneCode).toBe(1500);
  expect(before.chance).toBeCloseTo(0.031, 3);
});

test.each<[string, Partial<Token>]>([
  ['PINPad', { pinStyle: 'pinpad' }],
  ['fob', { pinStyle: 'fob' }],
  ['without a PIN', { pinStyle: 'none' }],
  ['TOTP', { pinStyle: 'none', algorithm: 'totp-sha1', interval: 30 }],
  ['HOTP', { pinStyle: 'none', algorithm: 'hotp-sha1', interval: 0 }],
])('a token of the kind %s accepts no more codes at once than the arithmetic says', (_kind, more) => {
  const token = {
    algorithm: 'securid-aes128',
    interval: 60,
    pinStyle: 'fob',
    offset: 4,
    lastInterval: 7,
    ...more,
  } as const;
  const { near } = windowsOf(token, 1_798_761_600_000);
  expect(near[1] - near[0] + 1).toBeLessThanOrEqual(guessing(settings, REFERENCE).codesAtOnce);
});

test('settings that leave strangers a greater chance give a warning that says how great it is', () => {
  expect(guessingWarnings(settings)).toEqual([]);
  expect(guessingWarnings(withThrottles({ failedLogonsOverall: 1000 }))).toEqual([
    { code: 'settings.guessing', reason: expect.stringContaining('0.45 % a day') },
  ]);
});
