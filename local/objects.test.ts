/** What S3's engine keeps, after a kill between any two writes, and where its files are damaged. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStorage } from '#test/support/storage.ts';
import { checkObjects } from './objects.ts';
import { ownHeaders } from './scope.ts';

const said: string[] = [];
const say = (line: string) => void said.push(line);
beforeEach(() => said.splice(0));

function bucket(): { folder: string; objects: string } {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-objects-'));
  const objects = join(folder, 'buckets', 'b', 'objects');
  mkdirSync(objects, { recursive: true });
  writeFileSync(join(folder, 'buckets', 'b', '.bucket.json'), JSON.stringify({ name: 'b', creationDate: new Date(0) }));
  return { folder, objects };
}
const own = (n: number) => `.${n.toString(16).padStart(16, '0')}.data`;
const write = (objects: string, files: Record<string, string>) => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(objects, name), content);
};
const about = (key: string, contentLength: number, content?: string) => JSON.stringify({ key, contentLength, content });

test('an object of an earlier release and one of this are left, and content that nothing names goes', () => {
  const { folder, objects } = bucket();
  const kept = { 'old.data': 'abc', 'old.meta.json': about('old', 3) };
  write(objects, { ...kept, [`a${own(1)}`]: 'abcd', 'a.meta.json': about('a', 4, `a${own(1)}`) });
  // A write that was killed before, and after, the moment at which the object changed.
  write(objects, { [`a${own(2)}`]: 'newer', 'a.meta.json.new': '{', [`never${own(3)}`]: 'x' });
  checkObjects(folder, say);
  expect(said).toEqual([]);
  expect(readdirSync(objects).toSorted()).toEqual([`a${own(1)}`, 'a.meta.json', 'old.data', 'old.meta.json']);
});

test.each([
  [
    'whose file about it is cut off',
    { 'a.meta.json': '{"key":"a', [`a${own(1)}`]: 'abc' },
    /a\.meta\.json is damaged/u,
  ],
  [
    'whose content is missing',
    { 'a.meta.json': about('a', 3, `a${own(1)}`) },
    /object a of the bucket b is damaged.*upload it again/u,
  ],
  [
    'whose content is cut off',
    { 'a.meta.json': about('a', 3, `a${own(1)}`), [`a${own(1)}`]: 'ab' },
    /content is missing or cut off/u,
  ],
])('an object %s is named and set aside, its content kept', (_what, files, sentence) => {
  const { folder, objects } = bucket();
  write(objects, files as Record<string, string>);
  checkObjects(folder, say);
  expect(said).toEqual([expect.stringMatching(sentence)]);
  const left = Object.keys(files).map((name) => (name === 'a.meta.json' ? `${name}.damaged` : name));
  expect(readdirSync(objects).toSorted()).toEqual(left.toSorted());
});

test('a bucket without its file, and an upload that was cut off, end no start', () => {
  const { folder } = bucket();
  writeFileSync(join(folder, 'buckets', 'b', '.bucket.json'), '{');
  const parts = (id: string) => join(folder, '_multipart', id, 'parts');
  for (const id of ['gone', 'cut', 'good']) mkdirSync(parts(id), { recursive: true });
  writeFileSync(join(parts('cut'), '..', '.upload.json'), '{');
  const upload = { uploadId: 'good', bucket: 'b', key: 'k', initiated: new Date(0) };
  writeFileSync(join(parts('good'), '..', '.upload.json'), JSON.stringify(upload));
  const part = (partNumber: number, body: string) => {
    const etag = `"${createHash('md5').update('right').digest('hex')}"`;
    writeFileSync(join(parts('good'), `${partNumber}.data`), body);
    writeFileSync(
      join(parts('good'), `${partNumber}.meta.json`),
      JSON.stringify({ partNumber, etag, lastModified: '' }),
    );
  };
  part(1, 'right');
  part(2, 'wrong');
  checkObjects(folder, say);
  expect(JSON.parse(readFileSync(join(folder, 'buckets', 'b', '.bucket.json'), 'utf8'))).toMatchObject({ name: 'b' });
  expect(readdirSync(join(folder, '_multipart'))).toEqual(['good']);
  expect(readdirSync(parts('good')).toSorted()).toEqual(['1.data', '1.meta.json']);
});

test('the engine puts, reads, replaces and deletes, with no file left; a key leads nowhere else', async () => {
  const storage = await startStorage();
  const call = async (method: string, key: string, body?: string) => {
    const answer = await fetch(`${storage.url}/exports/${key}`, {
      method,
      headers: ownHeaders(Date.now()),
      ...(body === undefined ? {} : { body }),
    });
    return [answer.status, await answer.text()] as const;
  };
  const objects = join(storage.data, 'objects', 'buckets', 'exports', 'objects');
  const key = 'a%20b/c%3Fd/';
  expect((await call('PUT', key, 'one'))[0]).toBe(200);
  expect((await call('PUT', key, 'three'))[0]).toBe(200);
  expect(await call('GET', key)).toEqual([200, 'three']);
  expect(readdirSync(objects, { recursive: true }).filter((name) => String(name).endsWith('.data'))).toHaveLength(1);
  // As a kill would leave it: looked at, and started again on.
  const copy = mkdtempSync(join(tmpdir(), 'landfall-objects-'));
  cpSync(join(storage.data, 'objects'), copy, { recursive: true });
  checkObjects(copy, say);
  expect(said).toEqual([]);
  expect((await call('DELETE', key))[0]).toBe(204);
  expect((await call('GET', key))[0]).toBe(404);
  expect(readdirSync(objects)).toEqual([]);
  await call('PUT', '..%2F..%2F..%2Fout', 'x');
  expect(
    existsSync(join(storage.data, 'out.meta.json')) || existsSync(join(storage.data, 'objects', 'out.meta.json')),
  ).toBe(false);
  rmSync(copy, { recursive: true });
  await storage.stop();
});
