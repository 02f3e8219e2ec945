import { manifestSchema } from '#core/export/manifest.ts';
import { keptRefusals, type Refusals } from './kept-refusals.ts';
import { unmatchedQuestions } from './unmatched.ts';

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test('details are kept code by code, and every code with its count', () => {
  const few = [
    { code: 'csv.broken_line', count: 2, details: ['line 3', 'line 9'] },
    { code: 'user.no_token', count: 7, details: [] },
  ];
  expect(keptRefusals(few)).toEqual(few);
  expect(keptRefusals([])).toEqual([]);
  const long = (text: string) => ({ code: 'user.lost', count: 900, details: Array.from({ length: 100 }, () => text) });
  const kept = keptRefusals([long('x'.repeat(120)), ...Array.from({ length: 9 }, () => long('é'.repeat(60)))]);
  expect(kept.map(({ count }) => count)).toEqual(Array.from({ length: 10 }, () => 900));
  const counts = kept.map(({ details }) => details.length);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  expect(Math.min(...counts)).toBeGreaterThan(50);
});

test('the most that a manifest can hold fits into the record of a run, with the questions beside it', () => {
  const refusals: Refusals = Array.from({ length: 100 }, (_, index) => ({
    code: `a${'b'.repeat(59)}.${String.fromCodePoint(97 + (index % 26))}`,
    count: 1_000_000,
    details: Array.from({ length: 100 }, () => '€'.repeat(120)),
  }));
  expect(manifestSchema.shape.refusals.safeParse(refusals).success).toBe(true);
  expect(bytesOf(refusals)).toBeGreaterThan(1_000_000);
  const asked = Array.from({ length: 10_000 }, () => ({ language: 'l'.repeat(35), text: '€'.repeat(255) }));
  const questions = unmatchedQuestions(
    asked,
    asked.map(() => null),
  );
  // What else a record holds at most are the counts of answers, a few bytes for each of 10,000 questions.
  const counts = Object.fromEntries(asked.map((_, place) => [place, 100_000_000]));
  expect(bytesOf(keptRefusals(refusals)) + bytesOf(questions) + bytesOf(counts)).toBeLessThan(380 * 1024);
});
