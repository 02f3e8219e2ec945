import type { ExportRecord } from '#core/export/record.ts';
import { shownQuestions, unmatchedAnswers, unmatchedQuestions } from './unmatched.ts';

const asked = [
  { language: 'en', text: 'Where?' },
  { language: 'en', text: 'Pet?' },
  { language: 'de', text: 'Wo?' },
];
const mapping = [{ language: 'en_US', question: 'Where?' }, null, null];
const line = (type: 'user' | 'token', ...questions: number[]) => ({
  line: 1,
  record: { type, answers: questions.map((question) => ({ question, hash: 'h' })) } as unknown as ExportRecord,
});

test('the questions without a match are listed by text and language, with their places', () => {
  expect(unmatchedQuestions(asked, mapping)).toEqual([
    { language: 'en', text: 'Pet?', place: 1 },
    { language: 'de', text: 'Wo?', place: 2 },
  ]);
  const many = Array.from({ length: 300 }, (_, n) => ({ language: 'en', text: `${n}?` }));
  expect(
    unmatchedQuestions(
      many,
      many.map(() => null),
    ),
  ).toHaveLength(200);
});

test('their answers are counted, of users alone', () => {
  const broken = { line: 2, error: { code: 'record.not_json', hint: '' }, named: {} } as const;
  expect(unmatchedAnswers([line('user', 0, 1), line('user', 1, 2), line('token', 1), broken], mapping)).toEqual({
    1: 2,
    2: 1,
  });
  expect(unmatchedAnswers([line('user', 0)], mapping)).toBeUndefined();
});

test('those with the most answers come first; before anything is counted there is no count', () => {
  const missing = unmatchedQuestions(asked, mapping);
  expect(shownQuestions(missing, { 2: 7 })).toEqual([
    { language: 'de', text: 'Wo?', answers: 7 },
    { language: 'en', text: 'Pet?', answers: 0 },
  ]);
  expect(shownQuestions(missing, undefined)).toEqual([
    { language: 'en', text: 'Pet?' },
    { language: 'de', text: 'Wo?' },
  ]);
});
