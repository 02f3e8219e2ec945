import { readUserList } from './user-list.ts';
import { writtenText } from './written-list.ts';

const ids = (text: string) => readUserList(text, 'list').map(({ userId }) => userId);
const refusal = (text: string) => {
  try {
    return ids(text);
  } catch (error) {
    return (error as { message: string }).message;
  }
};

test('one user ID a line, however the file was saved', () => {
  const text = '\uFEFF# the pilot\r\n\r\n  ana \r\n"bo"\r\nDoe, Jane\r\nANA\r\n\t\r\n# end';
  expect(readUserList(text, 'list')).toEqual([
    { line: 3, userId: 'ana' },
    { line: 4, userId: 'bo' },
    { line: 5, userId: 'Doe, Jane' },
  ]);
  expect(ids('ana\rbo\n')).toEqual(['ana', 'bo']);
  expect(ids('O"Neil\nana')).toEqual(['O"Neil', 'ana']);
});

test('CSV with a header, in any column and with any mark', () => {
  expect(ids('name;User ID;mail\nAna;ana;a@x\n"B;o"; bo ;\n')).toEqual(['ana', 'bo']);
  expect(ids('sep=;\nuid\nana\n')).toEqual(['ana']);
  expect(ids('mail\tsAMAccountName\nx\tana\n')).toEqual(['ana']);
});

test.each([
  ['', 'names no user'],
  ['# nothing\n\n', 'names no user'],
  ['userId\n', 'names no user'],
  ['name,mail\nana,a@x\n', 'Line 1 of the list has several cells'],
  ['userId,name\nana,"x\n', 'Line 2 of the list is no row of CSV'],
  ['userId,name\n,x\n', 'Line 2 of the list holds no user ID'],
  ['name,userId\nx\n', 'Line 2 of the list holds no user ID'],
  [`ana\n${'x'.repeat(256)}`, 'Line 2 of the list holds no user ID'],
  ['ana\nb\u0007o', 'Line 2 of the list holds no user ID'],
  ['J\uFFFDrgen', 'not UTF-8'],
])('%j is refused with its line', (text, words) => {
  expect(refusal(text)).toContain(words);
});

test('a file that is larger than a list can be is refused before it is read to its end', async () => {
  let read = 0;
  async function* endless() {
    for (;;) {
      read += 1;
      yield Buffer.alloc(1024 * 1024, 'a');
    }
  }
  await expect(writtenText(endless(), 'list')).rejects.toMatchObject({
    code: 'users_file.unreadable',
    message: 'The list is larger than 16 MiB, and no list.',
  });
  expect(read).toBe(17);
});
