/** What a start refuses, and what it goes on without, before any engine runs. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkDatabases, checkFolder, emptyFolder, holdFolder, makeFolder, markFolder } from './folder.ts';

const said: string[] = [];
const say = (line: string) => void said.push(line);
beforeEach(() => said.splice(0));

function database(file: string): void {
  const one = new DatabaseSync(file);
  one.exec('BEGIN; CREATE TABLE a (b TEXT); CREATE INDEX c ON a (b)');
  const insert = one.prepare('INSERT INTO a VALUES (?)');
  for (let n = 0; n < 500; n++) insert.run(`${n}`.repeat(50));
  one.exec('COMMIT');
  one.close();
}

/** A folder as a complete start leaves it. */
function complete(): string {
  const data = mkdtempSync(join(tmpdir(), 'landfall-folder-'));
  for (const folder of ['dynamodb', 'storage/objects/buckets', 'executions'])
    mkdirSync(join(data, folder), { recursive: true });
  for (const file of ['keys.json', 'operator.json', 'ports.json']) writeFileSync(join(data, file), '{}');
  for (const file of ['dynamodb/directory.sqlite', 'storage/fauxqs.db']) database(join(data, file));
  markFolder(data, true);
  return data;
}
const open = async (data: string) => {
  makeFolder(data, say);
  await checkDatabases(data, checkFolder(data, say), say);
};

test('a new folder, a whole one, and one of a first start that was killed are gone on with, and nothing is said', async () => {
  await open(join(mkdtempSync(join(tmpdir(), 'landfall-folder-')), 'new', 'deep'));
  await open(complete());
  const half = complete();
  markFolder(half, false);
  for (const piece of ['keys.json', 'operator.json', 'executions', 'storage'])
    rmSync(join(half, piece), { recursive: true });
  await open(half);
  expect(said).toEqual([]);
});

test.each(['keys.json', 'dynamodb', 'dynamodb/directory.sqlite', 'storage/objects', 'storage'])(
  'without %s a start is refused, and makes nothing in its place',
  async (piece) => {
    const data = complete();
    rmSync(join(data, piece), { recursive: true });
    await expect(open(data)).rejects.toThrow(/is missing.*--restore FILE.*--reset/u);
    expect(existsSync(join(data, piece))).toBe(false);
  },
);

test('of an earlier release, which wrote no mark, the keys are missed too', async () => {
  const data = complete();
  rmSync(join(data, 'format.json'));
  await open(data);
  rmSync(join(data, 'keys.json'));
  await expect(open(data)).rejects.toThrow('keys.json is missing');
});

test.each(['storage/fauxqs.db', 'operator.json', 'ports.json', 'executions'])(
  'a start goes on without %s, and says what is lost',
  async (piece) => {
    const data = complete();
    rmSync(join(data, piece), { recursive: true });
    await open(data);
    expect(said).toEqual([expect.stringContaining(`${join(data, piece)} is missing: `)]);
  },
);

test.each([
  ['a later release', '{"format":2,"release":"3.1.0"}', /was written by a later release \(3\.1\.0\)/u],
  ['a later release that has other fields', '{"format":99}', /later release \(unknown\)/u],
  ['a mark that is damaged', '{"form', /format\.json is damaged/u],
  [
    'another engine',
    '{"format":1,"release":"1","complete":true,"engine":"dynamodb-local"}',
    /those of dynamodb-local/u,
  ],
])('a folder of %s is refused, untouched', async (_what, mark, sentence) => {
  const data = complete();
  writeFileSync(join(data, 'format.json'), mark);
  const before = readdirSync(data, { recursive: true, encoding: 'utf8' }).toSorted();
  await expect(open(data)).rejects.toThrow(sentence);
  expect(readdirSync(data, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual(before);
});

const damages: [string, (file: string) => void][] = [
  ['emptied', (file) => writeFileSync(file, '')],
  ['cut off', (file) => execFileSync('truncate', ['-s', '-8192', file])],
  ['of something else', (file) => writeFileSync(file, 'x'.repeat(50_000))],
  [
    'with a page of zeros',
    (file) =>
      execFileSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=4096', 'seek=3', 'count=1', 'conv=notrunc', 'status=none']),
  ],
];

test.each(damages)(
  'a database of tables that is %s is refused; one of queues is set aside and said',
  async (_what, damage) => {
    const data = complete();
    damage(join(data, 'dynamodb/directory.sqlite'));
    await expect(open(data)).rejects.toThrow(/directory\.sqlite is damaged.*--restore FILE --replace/u);
    const other = complete();
    damage(join(other, 'storage/fauxqs.db'));
    await open(other);
    expect(said).toEqual([expect.stringMatching(/fauxqs\.db is damaged\. It is kept as .*upload again/u)]);
    expect(readdirSync(join(other, 'storage')).toSorted()).toEqual(['fauxqs.db.damaged', 'objects']);
  },
);

test('a file in the place of the folder is refused', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'landfall-folder-')), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file, say)).toThrow(`${file} is a file`);
  expect(() => makeFolder(join(file, 'below'), say)).toThrow(/ENOTDIR|is a file/u);
});

test('what runs is named to a second start; a reset keeps the lock that it holds', async () => {
  const data = complete();
  writeFileSync(join(data, 'deployment.json'), '{"apiUrl":"http://here","pid":12}');
  const free = await holdFolder(data);
  await expect(holdFolder(data)).rejects.toThrow('it runs already, at http://here (process 12). Press Ctrl-C there');
  emptyFolder(data);
  expect(readdirSync(data)).toEqual(['lock.sqlite']);
  free();
  writeFileSync(join(data, 'lock.sqlite'), 'not a lock');
  (await holdFolder(data))();
});
