import { newPackageKeys, packInMemory, sampleUser } from '#test/support/package.ts';
import { faultOf } from './package-file.ts';

let whole: Buffer;
beforeAll(async () => {
  whole = (await packInMemory(newPackageKeys(), [sampleUser('ana')])).bytes;
});
const zipOf = (name: string) => {
  const bytes = Buffer.alloc(100);
  bytes.writeUInt32LE(0x04034b50, 0);
  bytes.writeUInt16LE(name.length, 26);
  bytes.write(name, 30);
  bytes.writeUInt32LE(0x06054b50, 78);
  return bytes;
};

test('a package as `landfall pack` writes it has no fault, also with bytes after its end', async () => {
  expect(await faultOf(new Blob([new Uint8Array(whole)]))).toBeUndefined();
  expect(await faultOf(new Blob([new Uint8Array(whole), new Uint8Array(60_000)]))).toBeUndefined();
});

test.each<[string, () => Buffer, string]>([
  ['an empty file', () => Buffer.alloc(0), 'empty'],
  ['a text', () => Buffer.from('dn: uid=ana,dc=corp,dc=example\nuid: ana\n'), 'not-zip'],
  ['a few bytes', () => Buffer.from('PK'), 'not-zip'],
  ['a ZIP with nothing in it', () => Buffer.concat([Buffer.from([0x50, 0x4b, 5, 6]), Buffer.alloc(18)]), 'not-package'],
  ['a header and no more', () => zipOf('parts/000001.part').subarray(0, 25), 'not-zip'],
  ['another ZIP', () => zipOf('word/document.xml'), 'not-package'],
  [
    'a ZIP whose first name is longer than the part that is read',
    () => zipOf('x'.repeat(40)).fill(0xff, 26, 28),
    'not-package',
  ],
  ['a package cut off', () => whole.subarray(0, whole.length - 40), 'truncated'],
])('%s is refused before it is sent', async (_what, bytes, fault) => {
  expect(await faultOf(new Blob([new Uint8Array(bytes())]))).toBe(fault);
});

test('a file larger than S3 stores and a file that can’t be read have their own faults', async () => {
  const slice = () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) });
  expect(await faultOf({ size: 6 * 1024 ** 4, slice })).toBe('too-large');
  expect(await faultOf({ size: 10, slice })).toBe('unreadable');
});
