import { QuestionTable } from './question-table.ts';

test('each text of a language is listed once, and named by the index of its first answer', () => {
  const table = new QuestionTable();
  expect(table.indexOf('en', 'Pet?')).toBe(0);
  expect(table.indexOf('en', 'City?')).toBe(1);
  expect(table.indexOf('de', 'Pet?')).toBe(2);
  expect(table.indexOf('en', 'Pet?')).toBe(0);
  expect(table.list).toEqual([
    { language: 'en', text: 'Pet?' },
    { language: 'en', text: 'City?' },
    { language: 'de', text: 'Pet?' },
  ]);
});
