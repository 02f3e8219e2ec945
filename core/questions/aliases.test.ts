import { aliasesToNothing, aliasFor, withAlias } from './aliases.ts';

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

test('of several aliases for a question the last one counts, as in a run, whichever name its language has', () => {
  const first = alias('What was your first pet?');
  const last = { ...alias('What was your first pet?', 'en_US'), from: ' PET? ' };
  const question = { language: 'en-us', text: 'pet?' };
  expect(aliasFor(question, [first, last], catalogue, 'en_US')).toBe(last);
  expect(aliasFor({ ...question, text: 'Car?' }, [first, last], catalogue, 'en_US')).toBeUndefined();
  const two = [...catalogue, { language: 'fr', questions: ['Quel animal ?'] }];
  expect(aliasFor({ ...question, language: 'fr' }, [first, last], two, 'en_US')).toBeUndefined();
});

test('an alias counts for nothing where no set serves its language, or where what it names has gone', () => {
  const saved = [alias('What was your first pet?')];
  const question = { language: 'en', text: 'Pet?' };
  expect(aliasFor(question, saved, [], 'en_US')).toBeUndefined();
  expect(aliasFor(question, saved, [{ language: 'en_US', questions: ['Which car?'] }], 'en_US')).toBeUndefined();
  expect(aliasFor(question, [alias('x', 'de'), ...saved], catalogue, 'fr')).toBe(saved[0]);
});

test('a new alias takes the place of one for the same question', () => {
  const other = { ...alias('x'), from: 'Car?' };
  expect(withAlias([alias('x'), other, alias('x', 'fr')], { ...alias('y'), from: 'PET?' })).toEqual([
    other,
    alias('x', 'fr'),
    { ...alias('y'), from: 'PET?' },
  ]);
});
