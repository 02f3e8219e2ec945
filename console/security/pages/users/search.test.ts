import { ANY, isShort, MADE_HERE, pathOf } from './search.ts';

test('one letter is too little to look for, but a word in Chinese, Japanese and Korean', () => {
  expect([' a ', '7', 'é'].map(isShort)).toEqual([true, true, true]);
  expect(['', '  ', 'ab', '金', '김', 'た'].map(isShort)).toEqual([false, false, false, false, false, false]);
});

test('what is asked for is the address of a page', () => {
  expect(pathOf(ANY, 50)).toBe('admin/users?limit=50');
  expect(pathOf({ ...ANY, text: ' Bérg ', sort: 'name' }, 50, 'n')).toBe('admin/users?text=B%C3%A9rg&limit=50&next=n');
  expect(pathOf({ ...ANY, stage: 'stuck:bounced', source: 'old', flag: 'noToken', sort: 'name' }, 1000)).toBe(
    'admin/users?stuck=bounced&source=old&noToken=true&sort=name&limit=1000',
  );
  expect(pathOf({ ...ANY, stage: 'told', source: MADE_HERE }, 50)).toBe('admin/users?stage=told&limit=50&source=');
});
