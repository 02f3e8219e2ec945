import { FIELDS } from './fields.ts';
import { PAGES } from './pages.ts';

test('every setting is on exactly one page', () => {
  expect(PAGES.flatMap(({ fields }) => [...fields]).sort()).toEqual(Object.keys(FIELDS).sort());
});
