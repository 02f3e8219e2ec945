import { aliasesToNothing } from './aliases.ts';

const catalogue = [{ language: 'en_US', questions: ['What was your first pet?'] }];
const alias = (to: string, language = 'en') => ({ language, from: 'Pet?', to });
const refused = (next: ReturnType<typeof alias>[], before: ReturnType<typeof alias>[] = [], held = catalogue) =>
  aliasesToNothing(next, before, held, 'en_US');

test('an alias names a question that the catalogue holds, in any case and spacing', () => {
  expect(refused([alias('what was  your first PET?')])).toEqual([]);
  expect(refused([alias('What was your first cat?')])).toEqual([alias('What was your first cat?')]);
  expect(refused([alias('What was your first pet?')], [], [])).toHaveLength(1);
});

test('one that was saved before stays, although its question has gone', () => {
  const old = alias('What was your first cat?');
  expect(refused([old, alias('Which car?')], [old])).toEqual([alias('Which car?')]);
});
