import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { entriesOf, packed, unpack } from './archive.ts';
import { contentOf, decideRestore, finishRestore } from './restored.ts';
import { copyFolder } from './snapshot.ts';

const said: string[] = [];
const say = (line: string) => void said.push(line);
const silent = () => undefined;
const NOW = new Date(0);
const fresh = () => mkdtempSync(join(tmpdir(), 'landfall-restored-'));

/** Path -> content, of all files below. */
const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]),
  );
function write(folder: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const OLD = { 'keys.json': 'old', 'logs/a.log': 'old', 'executions/1.json': 'old' };
const NEW = { 'keys.json': 'new', 'logs/b.log': 'new', 'ports.json': 'new' };
/** A folder in which a restore was decided. */
function decided(): string {
  const data = fresh();
  write(data, { ...OLD, 'lock.sqlite': '' });
  write(join(data, 'restore-1'), NEW);
  decideRestore(data, 'restore-1', NOW);
  return data;
}

test('a restore that was killed between any two moves is ended by the next start', () => {
  const aside = 'before-restore-19700101T000000000Z';
  const moves = (data: string): [string, string][] => [
    ...Object.keys({ keys: 1, logs: 1, executions: 1 }).map((name): [string, string] => {
      const file = name === 'keys' ? 'keys.json' : name;
      return [join(data, file), join(data, aside, file)];
    }),
    ...['keys.json', 'logs', 'ports.json'].map((name): [string, string] => [
      join(data, 'restore-1', name),
      join(data, name),
    ]),
  ];
  for (let done = 0; done <= 6; done++) {
    const data = decided();
    mkdirSync(join(data, aside));
    for (const [from, to] of moves(data).slice(0, done)) renameSync(from, to);
    finishRestore(data, say);
    finishRestore(data, say);
    const old = Object.fromEntries(Object.entries(OLD).map(([name, content]) => [join(aside, name), content]));
    expect(filesOf(data)).toEqual({ ...NEW, ...old, 'lock.sqlite': '' });
    expect(readdirSync(data)).not.toContain('restore-1');
  }
});

test('one that was not decided, and a snapshot, are removed, and what is there is left', () => {
  const data = fresh();
  write(data, OLD);
  write(join(data, 'restore-2'), NEW);
  write(join(data, 'snapshot-2'), NEW);
  write(join(data, 'before-restore-1'), NEW);
  expect(contentOf(data).toSorted()).toEqual(['executions', 'keys.json', 'logs']);
  finishRestore(data, say);
  expect(readdirSync(data).toSorted()).toEqual(['before-restore-1', 'executions', 'keys.json', 'logs']);
});

test('files, empty ones and empty folders come out as they went in', async () => {
  const [data, out] = [fresh(), join(fresh(), 'new')];
  write(data, { ...OLD, 'with space/ü\n': 'x', empty: '', large: 'l'.repeat(900_000) });
  mkdirSync(join(data, 'nothing', 'in', 'it'), { recursive: true });
  await unpack(Readable.from(packed(data, entriesOf(data), silent)) as AsyncIterable<Buffer>, out, silent);
  expect(filesOf(out)).toEqual(filesOf(data));
  expect(existsSync(join(out, 'nothing', 'in', 'it'))).toBe(true);
});

const line = (value: object) => `${JSON.stringify(value)}\n`;
const END = line({ end: true, files: 1 });
test.each([
  ['../out', `${line({ path: '../out', size: 1 })}x${END}`],
  ['an absolute path', `${line({ path: '/tmp/out', size: 1 })}x${END}`],
  ['a path with .. in it', `${line({ path: 'a/../../out', size: 1 })}x${END}`],
  ['a drive', `${line({ path: 'C:out', size: 1 })}x${END}`],
  ['a back slash', `${line({ path: '..\\out', size: 1 })}x${END}`],
  ['a path twice', `${line({ path: 'a', size: 1 })}x${line({ path: 'a', size: 1 })}x${line({ end: true, files: 2 })}`],
  ['another number of files', `${line({ path: 'a', size: 1 })}x${line({ end: true, files: 2 })}`],
  ['no end', `${line({ path: 'a', size: 1 })}x`],
  ['a file that is too short', `${line({ path: 'a', size: 10 })}x`],
  ['more behind the end', `${line({ path: 'a', size: 1 })}x${END}more`],
  ['no JSON', 'x\n'],
  ['nothing', ''],
])('a stream with %s is refused, and nothing is written outside', async (_what, text) => {
  const folder = fresh();
  await expect(unpack(Readable.from([Buffer.from(text)]), join(folder, 'new'), silent)).rejects.toThrow(
    /does not hold what a backup holds|EEXIST/u,
  );
  expect(readdirSync(folder)).toEqual(['new']);
});

test('a snapshot holds all but what belongs to a process, and stays when a file is replaced', () => {
  const data = fresh();
  const objects = join('storage', 'objects', 'buckets', 'b');
  write(data, { ...OLD, [join(objects, 'a.data')]: 'object', 'dynamodb/directory.sqlite-wal': 'wal' });
  const passing = [
    'lock.sqlite',
    'deployment.json',
    'cdk.out/a',
    'dynamodb/directory.sqlite-shm',
    'keys.json.new',
    'before-restore-1/keys.json',
    'restore-1/keys.json',
  ];
  write(data, Object.fromEntries(passing.map((name) => [name, 'x'])));
  const into = join(data, 'snapshot-1');
  const before = filesOf(data);
  copyFolder(data, into);
  writeFileSync(join(data, 'keys.json'), 'changed in place');
  writeFileSync(join(data, objects, 'b.data'), 'another');
  for (const name of passing) delete before[name];
  expect(filesOf(into)).toEqual(before);
});
