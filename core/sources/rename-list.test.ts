import { readRenameList } from './rename-list.ts';

const read = (text: string) => readRenameList(text, 'file of --rename');
const refused = (facts: object) => expect.objectContaining({ code: 'users_file.unreadable', facts }) as Error;

test.each([
  ['with a header', 'old,new\nann,ann.old\n'],
  ['without one', 'ann,ann.old'],
  ['as spreadsheets write it', '\uFEFFOld User ID;New\r\n"ann";ann.old;\r\n\r\n# a remark\r\n'],
])('pairs are read %s', (_how, text) => {
  expect(read(text)).toEqual([['ann', 'ann.old']]);
});

test('a line that is no pair is refused with its number, and so is a list of none or of another encoding', () => {
  for (const line of ['ann', 'ann,', ',x', 'a,b,c', '"ann,b'])
    expect(() => read(`x,y\n${line}`)).toThrow(refused({ line: 2 }));
  for (const text of ['', 'old,new\n', 'ann,\uFFFD']) expect(() => read(text)).toThrow(refused({}));
});
