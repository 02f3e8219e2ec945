import { NOW, settingsWith } from '#test/support/memory.ts';
import { passwordState, temporaryUntil } from './temporary.ts';

const HOUR = 3_600_000;
const settings = settingsWith({});
const given = { hash: 'h', changedAt: NOW, mustChange: true, history: [] };
const own = { ...given, mustChange: false };

test('A6: a password that was given out ends after 24 hours, or as many as the setting says', () => {
  expect(temporaryUntil(given, settings)).toBe(NOW + 24 * HOUR);
  const longest = settingsWith({ administratorReset: { temporaryPasswordHours: 96 } });
  expect(temporaryUntil(given, longest)).toBe(NOW + 96 * HOUR);
  expect(() => settingsWith({ administratorReset: { temporaryPasswordHours: 97 } })).toThrow();
});

test('A6: it ends half an hour after its first use, and never later than unused', () => {
  expect(temporaryUntil({ ...given, firstUsedAt: NOW + HOUR }, settings)).toBe(NOW + 1.5 * HOUR);
  expect(temporaryUntil({ ...given, firstUsedAt: NOW + 24 * HOUR - 1 }, settings)).toBe(NOW + 24 * HOUR);
});

test('P3: a user’s own password has no end', () => {
  expect(temporaryUntil(own, settings)).toBeUndefined();
  expect(passwordState(own, settings, NOW + 1e12)).toBe('own');
});

test('a state by fact: none, temporary, ended', () => {
  expect(passwordState(undefined, settings, NOW)).toBe('none');
  expect(passwordState(given, settings, NOW + 24 * HOUR - 1)).toBe('temporary');
  expect(passwordState(given, settings, NOW + 24 * HOUR)).toBe('ended');
});
