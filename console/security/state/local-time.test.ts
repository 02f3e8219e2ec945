import { dayStart, fromLocal, toLocal } from './local-time.ts';

test('a time keeps its minute through a form field', () => {
  const iso = '2026-11-25T13:30:00.000Z';
  expect(fromLocal(toLocal(iso))).toBe(iso);
  expect(toLocal(iso)).toMatch(/^2026-11-2[456]T\d\d:\d\d$/u);
  expect(toLocal(undefined)).toBe('');
  expect(fromLocal('')).toBeUndefined();
});

test('a day begins at midnight in the reader’s time zone', () => {
  expect(new Date(dayStart('2026-03-05')!).getHours()).toBe(0);
  expect(dayStart('2026-02-28', 1)).toBe(dayStart('2026-03-01'));
  expect(dayStart('yesterday')).toBeUndefined();
});
