import { QuestionTable } from './question-table.ts';

test('each text of a language once, named by the place of its first', () => {
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
