import { FIELDS } from './fields.ts';
import { PAGES } from './pages.ts';

test('every setting stands on one page, and on no other', () => {
  expect(PAGES.flatMap(({ fields }) => [...fields]).sort()).toEqual(Object.keys(FIELDS).sort());
});
