import fc from 'fast-check';
import { type CsvOptions, type CsvRow, csvRows } from './csv-rows.ts';
import type { SourceProblem } from './entry.ts';

const options: CsvOptions = { name: 'assignments file', required: ['serial'] };

async function rows(text: string | Buffer, more: Partial<CsvOptions> = {}, chunk = 5): Promise<CsvRow[]> {
  const bytes = Buffer.from(text as string);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const read: CsvRow[] = [];
  for await (const row of csvRows(chunks(), { ...options, ...more })) read.push(row);
  return read;
}
const failure = async (text: string | Buffer) =>
  await rows(text).then(
    () => undefined,
    (error: { code: string; facts: Record<string, unknown> }) => [error.code, error.facts['line']],
  );

test.each([
  'Serial,User ID\n1,"a,b"\n2, c \n',
  'serial;user_id\r\n1;"a,b"\r\n2; c \r\n',
  '\uFEFF"Serial"\tuserId\n1\ta,b\n\n2\t c ',
])('rows are read with comma, semicolon, tab, byte order mark and names in any spelling: %j', async (text) => {
  expect((await rows(text)).map((row) => row.cells)).toEqual([
    { serial: '1', userid: 'a,b' },
    { serial: '2', userid: ' c ' },
  ]);
});

test('UTF-16 is read as Excel writes "Unicode text"', async () => {
  expect((await rows(Buffer.from('\uFEFFserial\tname\n1\tÖz\n', 'utf16le'))).map((row) => row.cells)).toEqual([
    { serial: '1', name: 'Öz' },
  ]);
});

test('a broken row stops the reading with its line, or is skipped and reported', async () => {
  const text = 'serial,userId\n1,a\n2,b,c\n3,d\n';
  expect(await failure(text)).toEqual(['csv.broken_line', 3]);
  const problems: SourceProblem[] = [];
  const read = await rows(text, { onBad: (problem) => problems.push(problem) });
  expect(read.map((row) => row.cells['serial'])).toEqual(['1', '3']);
  expect(problems).toEqual([{ line: 3, code: 'csv.broken_line' }]);
});

test('other broken files are refused', async () => {
  expect(await failure('userId\na\n')).toEqual(['csv.column_missing', undefined]);
  expect(await failure('')).toEqual(undefined);
  expect(await failure('serial,Serial\n1,2\n')).toEqual(['csv.column_repeated', undefined]);
  expect(await failure('serial\n"never closed\n')).toEqual(['csv.broken_line', expect.any(Number)]);
  expect(await failure(Buffer.from('serial\nM\xfcller\n', 'latin1'))).toEqual(['csv.broken_line', 2]);
});

test('all cells are read back as they were written', async () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\0\uFFFD]/u.test(text));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(',', ';', '\t'),
      async (cells, mark) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = [['serial', 'b'], ...cells].map((row) => row.map(quote).join(mark)).join('\n');
        expect((await rows(text)).map((row) => [row.cells['serial'], row.cells['b']])).toEqual(cells);
      },
    ),
  );
});

test('a column without a name is read by its number', async () => {
  expect((await rows('serial,,,\n1,2,3,4\n')).map((row) => row.cells)).toEqual([
    { serial: '1', column2: '2', column3: '3', column4: '4' },
  ]);
});

test('a row that is not UTF-8 is skipped and reported where rows may be skipped', async () => {
  const problems: SourceProblem[] = [];
  const text = Buffer.from('serial,name\n1,M\xfcller\n2,b\n', 'latin1');
  const read = await rows(text, { onBad: (problem) => problems.push(problem) });
  expect(read.map(({ line, cells }) => [line, cells['serial']])).toEqual([[3, '2']]);
  expect(problems).toEqual([{ line: 2, code: 'csv.broken_line' }]);
});

test('a missing or repeated column is named', async () => {
  await expect(rows('userId\na\n', { required: ['serial', 'userid', 'pin'] })).rejects.toMatchObject({
    status: 422,
    facts: { file: 'assignments file', columns: ['serial', 'pin'] },
  });
  await expect(rows('serial,User ID,userId\n1,a,b\n')).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('the column userid twice'),
  });
});

test('delimiters within quotes in the header do not count, and of two equally common ones the comma is taken', async () => {
  expect((await rows('"a,b,c";serial\n1;2\n')).map((row) => row.cells)).toEqual([{ abc: '1', serial: '2' }]);
  expect((await rows('serial,a;b\n1,2\n')).map((row) => row.cells)).toEqual([{ serial: '1', ab: '2' }]);
});

test('the header may follow empty lines, and a header without an end is refused', async () => {
  expect((await rows('\n\nserial;b\n1;2\n', {}, 1)).map((row) => row.cells)).toEqual([{ serial: '1', b: '2' }]);
  const wide = Array.from({ length: 700 }, (_, index) => `${'column name '.repeat(8)}${index}`).join(';');
  const [row] = await rows(`serial;${wide}\n1;${wide}\n`, {}, 60_000);
  expect(Object.keys(row!.cells)).toHaveLength(701);
});

test('a row of more than a megabyte is refused with its line', async () => {
  const text = `serial\n1\n"${'x'.repeat(1024 * 1024 + 2)}"\n`;
  await expect(rows(text, {}, 65_536)).rejects.toMatchObject({ code: 'csv.broken_line', facts: { line: 3 } });
});

test('an error of the source is not reported as one of the file', async () => {
  async function* chunks() {
    yield Buffer.from('serial\n1\n');
    throw new Error('unplugged');
  }
  const all = async () => {
    for await (const _row of csvRows(chunks(), options));
  };
  await expect(all()).rejects.toThrow('unplugged');
});

test.each([
  'sep=;\nserial;b,c\n1;2\n',
  '"sep=;"\r\nserial;b,c\r\n1;2\r\n',
  'SEP=|\rserial|b,c\r1|2\r',
  '\n\nsep=;,,\nserial;b,c\n1;2',
])("Excel's first line names the mark between cells: %j", async (text) => {
  for (const chunk of [1, 5, 1000]) {
    const [row] = await rows(text, {}, chunk);
    expect(row!.cells).toEqual({ serial: '1', bc: '2' });
    expect(row!.line).toBe(text.startsWith('\n') ? 5 : 3);
  }
});

test("PowerShell's first line is passed over", async () => {
  const text = '#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n"serial","b"\r\n"1",\r\n';
  expect(await rows(text, {}, 1)).toEqual([{ line: 3, cells: { serial: '1', b: '' } }]);
});

test('empty cells behind the last column and rows of empty cells alone are passed over', async () => {
  const text = 'serial;b;;\n1;2;;\n3;4\n;;;\n \n5;6;;;;;\n';
  expect((await rows(text)).map(({ line, cells }) => [line, cells['serial'], cells['b']])).toEqual([
    [2, '1', '2'],
    [3, '3', '4'],
    [6, '5', '6'],
  ]);
  await expect(rows('serial,b\n1\n')).rejects.toMatchObject({
    message: expect.stringContaining('has 1 cells where the first line names 2 columns'),
  });
  await expect(rows('serial,b\n1,2,3\n')).rejects.toMatchObject({ facts: { line: 2 } });
});

test('where none of several columns is there the message lists the columns, and what to do', async () => {
  const oneOf = { columns: ['userid', 'login'], remedy: 'Say --map userId=COLUMN.' };
  await expect(rows('Name;E-Mail;;\nx;y\n', { required: [], oneOf })).rejects.toMatchObject({
    code: 'csv.column_missing',
    facts: { columns: ['userid', 'login'] },
    message: expect.stringMatching(/userid or login.*it names: Name, E-Mail\. Say --map userId=COLUMN\./u),
  });
  const seen: unknown[] = [];
  await rows('Login;E-Mail\nx;y\n', { required: [], oneOf, onHeader: (names) => seen.push(names) });
  expect(seen).toEqual([['Login', 'E-Mail']]);
});

test('a header that is no row, or a line longer than a megabyte, is refused', async () => {
  expect(await failure('ser"ial\n1\n')).toEqual(['csv.broken_line', 1]);
  const long = 'x'.repeat(1_200_000);
  for (const [text, line] of [
    [`serial,${long}\n1,2\n`, 1],
    [`serial\n${long}\n`, 2],
    [`serial${long}`, 1],
  ] as const)
    for (const chunk of [65_536, 2_000_000])
      await expect(rows(text, {}, chunk)).rejects.toMatchObject({ code: 'csv.broken_line', facts: { line } });
});

test('a header alone, without a line end, is a file without rows', async () => {
  expect(await rows('serial')).toEqual([]);
  await expect(rows('userId', { required: ['serial'] })).rejects.toMatchObject({ code: 'csv.column_missing' });
});

describe('a file that begins with a row, and names no columns', () => {
  const oneOf = { columns: ['userid'], remedy: 'Say which.' };
  const messageOf = (text: string, more: object) =>
    rows(text, { required: [], oneOf, ...more }).then(
      () => '',
      ({ message }: Error) => message,
    );

  test('of a file that holds PINs or answers no message repeats what stands there', async () => {
    const message = await messageOf('000123456789,ana,4711\n', { secret: true });
    expect(message).toBe('The assignments file has no column userid. Its first line must name the columns. Say which.');
  });

  test('of any file a message repeats only what can be the name of a column', async () => {
    const row = 'Mail (work);ana@corp.example;$argon2id$v=19;YWJjZA==;1234;K7f3x9;E-Mail_2;"a\nb"\n';
    expect(await messageOf(row, {})).toContain('it names: Mail (work), E-Mail_2.');
  });
});
