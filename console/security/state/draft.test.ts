import { changesOf, overtaken } from './draft.ts';

const base = { name: 'Ada', words: ['harbour'], enabled: true };

test('a field is a change only while it differs from what was read', () => {
  expect(changesOf(base, {})).toEqual([]);
  expect(changesOf(base, { name: 'Ada', words: ['harbour'] })).toEqual([]);
  expect(changesOf(base, { enabled: false, name: 'Grace' })).toEqual([
    { field: 'name', before: 'Ada', after: 'Grace' },
    { field: 'enabled', before: true, after: false },
  ]);
});

test('a conflict is a field typed here that another administrator has saved with another value', () => {
  const now = { name: 'Adele', words: ['harbour', 'tide'], enabled: true };
  expect(overtaken(base, now, { name: 'Grace' })).toEqual([{ field: 'name', before: 'Ada', after: 'Adele' }]);
  expect(overtaken(base, now, { name: 'Adele' })).toEqual([]);
  expect(overtaken(base, now, { enabled: false })).toEqual([]);
});
