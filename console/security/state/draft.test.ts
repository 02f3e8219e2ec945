import { changesOf, overtaken } from './draft.ts';

const base = { name: 'Ada', words: ['harbour'], enabled: true };

test('only what differs is a change: typed back to what it was, it is none', () => {
  expect(changesOf(base, {})).toEqual([]);
  expect(changesOf(base, { name: 'Ada', words: ['harbour'] })).toEqual([]);
  expect(changesOf(base, { enabled: false, name: 'Grace' })).toEqual([
    { field: 'name', before: 'Ada', after: 'Grace' },
    { field: 'enabled', before: true, after: false },
  ]);
});

test('of what somebody else saved, only the fields typed here stand against each other', () => {
  const now = { name: 'Adele', words: ['harbour', 'tide'], enabled: true };
  expect(overtaken(base, now, { name: 'Grace' })).toEqual([{ field: 'name', before: 'Ada', after: 'Adele' }]);
  expect(overtaken(base, now, { name: 'Adele' })).toEqual([]);
  expect(overtaken(base, now, { enabled: false })).toEqual([]);
});
