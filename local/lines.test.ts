import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Lines, openLines, writeLines } from './lines.ts';

const schema = z.strictObject({ n: z.number(), text: z.string().optional() });
type Kept = z.infer<typeof schema>;
let folder: string;
let file: string;
let opened: Lines<Kept> | undefined;
const said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-lines-'));
  file = join(folder, 'kept.ndjson');
  said.length = 0;
});
afterEach(() => {
  opened?.close();
  opened = undefined;
  rmSync(folder, { recursive: true });
});
const open = async () => {
  opened?.close();
  opened = await openLines<Kept>(file, schema, (line) => said.push(line));
  return opened;
};

test('what was kept is there at the next start, in its order, however the text looks', async () => {
  const all = [{ n: 1 }, { n: 2, text: 'two\nlines\r\u2028\u2029 and ü' }, { n: 3 }];
  const lines = await open();
  expect(lines.kept).toEqual([]);
  for (const one of all) await lines.keep(one);
  expect((await open()).kept).toEqual(all);
  expect([said, statSync(file).mode & 0o777]).toEqual([[], 0o600]);
});

test('each of many that come at once is on disk when its promise ends', async () => {
  const lines = await open();
  const ended = await Promise.all(
    Array.from({ length: 500 }, (_one, n) => lines.keep({ n }).then(() => readFileSync(file, 'utf8').includes(`${n}`))),
  );
  expect(ended).not.toContain(false);
  expect((await open()).kept).toEqual(ended.map((_true, n) => ({ n })));
});

test.each(['{"n":3', '{"n":3}', '\0\0\0\0', '{'])(
  'a last line that was cut off (%j) is left out, with a word',
  async (cut) => {
    writeFileSync(file, `{"n":1}\n{"n":2}\n${cut}`);
    const lines = await open();
    expect(lines.kept).toEqual([{ n: 1 }, { n: 2 }]);
    expect(said).toEqual([expect.stringContaining('was cut off')]);
    await lines.keep({ n: 4 });
    expect((await open()).kept).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }]);
    expect([said.length, existsSync(`${file}.damaged`)]).toEqual([1, false]);
  },
);

test('damaged lines are left out with a word, and the file as it was is kept beside', async () => {
  const before = '{"n":1}\nnonsense\n{"n":"two"}\n{"n":3}\n';
  writeFileSync(file, before);
  expect((await open()).kept).toEqual([{ n: 1 }, { n: 3 }]);
  expect(said).toEqual([expect.stringMatching(/^2 lines of .* are damaged/u)]);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(before);
  expect((await open()).kept).toEqual([{ n: 1 }, { n: 3 }]);
  expect(said).toHaveLength(1);
});

test('what is cleared is gone, and what is kept behind it stays', async () => {
  const lines = await open();
  await lines.keep({ n: 1 });
  lines.clear();
  await lines.keep({ n: 2 });
  expect((await open()).kept).toEqual([{ n: 2 }]);
});

test('all lines are replaced at once', async () => {
  appendFileSync(file, '{"n":1}\n');
  writeLines(file, [{ n: 2 }, { n: 3 }]);
  expect((await open()).kept).toEqual([{ n: 2 }, { n: 3 }]);
});

test('a line that the disk has no room for is refused whole, and the lines before it stay', () => {
  const script = `
    import * as z from 'zod';
    import { openLines } from './local/lines.ts';
    const lines = await openLines(${JSON.stringify(file)}, z.object({ n: z.number() }).loose(), console.log);
    await lines.keep({ n: 1 });
    await lines.keep({ n: 2, text: 'x'.repeat(100_000) }).catch((error) => console.log(error.code));
    await lines.keep({ n: 3 });
    lines.close();`;
  const node = [process.execPath, '--no-warnings', '--input-type=module', '-e', script];
  const limited = ['-c', 'trap "" XFSZ; ulimit -f 8; exec "$@"', 'limited', ...node];
  expect(execFileSync('bash', limited, { encoding: 'utf8' })).toBe('EFBIG\n');
  expect(readFileSync(file, 'utf8')).toBe('{"n":1}\n{"n":3}\n');
});
