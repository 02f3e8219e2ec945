import { sortRows } from './sort-rows.ts';

const rows = [{ name: 'Zoë' }, { name: 'ämne', runs: 10 }, { name: 'token 10', runs: 2 }, { name: 'token 9', runs: 2 }];
const columns = [
  { key: 'name', sort: (row: { name: string }) => row.name },
  { key: 'runs', sort: (row: { runs?: number }) => row.runs },
  { key: 'plain' },
];
const namesBy = (key: string, descending = false, language = 'en') =>
  sortRows(rows, { key, descending }, columns, language).map(({ name }) => name);

test('words are sorted as the reader’s language does, and numbers in them by value', () => {
  expect(namesBy('name')).toEqual(['ämne', 'token 9', 'token 10', 'Zoë']);
  expect(namesBy('name', true)).toEqual(['Zoë', 'token 10', 'token 9', 'ämne']);
  expect(namesBy('name', false, 'sv')).toEqual(['token 9', 'token 10', 'Zoë', 'ämne']);
});

test('numbers are sorted by value, equal rows stay as they came, and a row without a value is the last in either direction', () => {
  expect(namesBy('runs')).toEqual(['token 10', 'token 9', 'ämne', 'Zoë']);
  expect(namesBy('runs', true)).toEqual(['ämne', 'token 10', 'token 9', 'Zoë']);
});

test('without an order, or by a column that does not sort, the rows stay as they came', () => {
  expect(sortRows(rows, undefined, columns, 'en')).toBe(rows);
  expect(namesBy('plain')).toEqual(rows.map(({ name }) => name));
});
