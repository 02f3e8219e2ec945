import { GROUPS, openedBy, PAGES, partsOf } from './pages.ts';

test('an address opens a group, or the group of a part, and nothing else', () => {
  expect(openedBy('passwords')).toEqual({ group: 'passwords' });
  expect(openedBy('mail')).toMatchObject({ group: 'organisation', part: { path: 'mail' } });
  expect(openedBy('mails')).toBeUndefined();
});

test('every part is in one group, and no group is empty', () => {
  expect(GROUPS.flatMap((group) => partsOf(group).map(({ path }) => path))).toEqual(PAGES.map(({ path }) => path));
  expect(GROUPS.filter((group) => partsOf(group).length === 0)).toEqual([]);
});
