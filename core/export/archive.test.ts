import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { largePackage } from '#test/support/large-package.ts';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '#test/support/package.ts';
import { locateParts, type Place, readArchive, readEnvelope, readStoredFile } from './archive.ts';
import { LIMITS } from './limits.ts';
import { parseManifest } from './manifest.ts';

const keys = newPackageKeys();
const users = (count: number) => Array.from({ length: count }, (_, index) => sampleUser(`user${index}`));
const codeOf = async (work: Promise<unknown>): Promise<string | undefined> =>
  await work.then(
    () => undefined,
    (error: { code?: string }) => error.code ?? String(error),
  );

async function zip(files: Record<string, Buffer>, compress = false): Promise<Buffer> {
  const made = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) made.addBuffer(bytes, name, { compress });
  made.end();
  return await buffer(made.outputStream as Readable);
}

describe.each([{ zip64: false }, { zip64: true }])('readArchive, %j', ({ zip64 }) => {
  test('finds the place of every part', async () => {
    const { bytes, manifest } = await packInMemory(keys, users(7), { partSize: 3, zip64 });
    const archive = await readArchive(rangeReader(bytes));
    const parts = locateParts(parseManifest(archive.manifest), archive.parts);
    expect(parts.map((part) => [part.number, part.records])).toEqual([
      [1, 3],
      [2, 3],
      [3, 1],
    ]);
    const { createHash } = await import('node:crypto');
    for (const part of parts) {
      const stored = await readStoredFile(rangeReader(bytes), part.name, part);
      expect(createHash('sha256').update(stored).digest('hex')).toBe(part.sha256);
    }
    expect(parseManifest(archive.manifest)).toEqual(manifest);
  });
});

test('the envelope is read in a few reads, and no part is read', async () => {
  const { bytes } = await packInMemory(keys, users(300), { partSize: 10 });
  const reader = rangeReader(bytes);
  await readEnvelope(reader);
  expect(reader.reads.length).toBeLessThan(8);
  const all = rangeReader(bytes);
  await readArchive(all);
  expect(all.reads.length).toBeLessThan(8);
});

test('the places of 20,000 parts, beyond four gigabytes, are found in a few reads of the directory', async () => {
  const { reader } = largePackage(keys, { parts: 20_000, partBytes: 300_000, records: 1, now: Date.now() });
  const archive = await readArchive(reader);
  expect(reader.reads.length).toBeLessThan(12);
  const parts = locateParts(parseManifest(archive.manifest), archive.parts);
  const last = parts.at(-1)!;
  expect([parts.length, last.header > 2 ** 32]).toEqual([20_000, true]);
  expect((await readStoredFile(reader, last.name, last)).equals(Buffer.alloc(300_000))).toBe(true);
});

test('a package cut off anywhere is one clear error', async () => {
  const { bytes } = await packInMemory(keys, users(4), { partSize: 2 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 4, max: bytes.length - 1 }), async (length) => {
      expect(await codeOf(readArchive(rangeReader(bytes.subarray(0, length))))).toBe('package.truncated');
    }),
  );
  for (let length = 0; length < 4; length += 1)
    expect(await codeOf(readArchive(rangeReader(bytes.subarray(0, length))))).toBe('package.not_zip');
});

test('a package with bytes missing in the middle or the front is refused', async () => {
  const { bytes } = await packInMemory(keys, users(4), { partSize: 2 });
  const cut = Buffer.concat([bytes.subarray(0, 100), bytes.subarray(150)]);
  expect(await codeOf(readArchive(rangeReader(cut)))).toBe('package.truncated');
  expect(await codeOf(readArchive(rangeReader(bytes.subarray(10))))).toBe('package.not_zip');
});

test('any damage is a package error, never another kind', async () => {
  const { bytes } = await packInMemory(keys, users(2), { partSize: 1 });
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const damaged = Buffer.from(bytes);
      damaged[at] = damaged[at]! ^ flip;
      const code = await codeOf(
        readArchive(rangeReader(damaged)).then((archive) =>
          locateParts(parseManifest(archive.manifest), archive.parts),
        ),
      );
      if (code !== undefined) expect(code).toMatch(/^package\./u);
    }),
    { numRuns: 300 },
  );
});

test('a file that is no package is refused', async () => {
  expect(await codeOf(readArchive(rangeReader(Buffer.from('dn: uid=a,dc=example\nuid: a\n'))))).toBe('package.not_zip');
  expect(await codeOf(readArchive(rangeReader(await zip({}))))).toBe('package.manifest_invalid');
  expect(await codeOf(readArchive(rangeReader(await zip({ 'photo.jpg': Buffer.from('x') }))))).toBe(
    'package.layout_invalid',
  );
  expect(await codeOf(readArchive(rangeReader(await zip({ 'manifest.json': Buffer.alloc(99) }, true))))).toBe(
    'package.layout_invalid',
  );
  const twice = await zip({ 'parts/000001.part': Buffer.from('x'), 'parts/000002.part': Buffer.from('x') });
  const renamed = Buffer.from(twice.toString('latin1').replaceAll('000002', '000001'), 'latin1');
  expect(await codeOf(readArchive(rangeReader(renamed)))).toBe('package.layout_invalid');
});

test('sizes are capped before anything is read', async () => {
  const big = await zip({ 'manifest.json': Buffer.from('{}'), 'manifest.sig': Buffer.alloc(5000) });
  const reader = rangeReader(big);
  expect(await codeOf(readArchive(reader))).toBe('package.too_large');
});

test('a failing reader is not mistaken for a damaged package', async () => {
  const failing = { size: 1000, read: () => Promise.reject(Object.assign(new Error('no'), { code: 'NetworkDown' })) };
  expect(await codeOf(readArchive(failing))).toBe('NetworkDown');
});

test('a package is refused with a part missing, of another size or not named', async () => {
  const { bytes, manifest } = await packInMemory(keys, users(4), { partSize: 2 });
  const { parts } = await readArchive(rangeReader(bytes));
  const [name] = parts.keys();
  const without = new Map(parts);
  without.delete(name!);
  expect(() => locateParts(manifest, without)).toThrow(expect.objectContaining({ code: 'package.part_missing' }));
  const longer = new Map(parts).set(name!, { header: 0, size: 1 });
  expect(() => locateParts(manifest, longer)).toThrow(expect.objectContaining({ code: 'package.part_tampered' }));
  const more = new Map(parts).set('parts/000099.part', { header: 0, size: 1 });
  expect(() => locateParts(manifest, more)).toThrow(expect.objectContaining({ code: 'package.layout_invalid' }));
});

/** What ends a ZIP64 archive, claiming so many entries in a directory of so many bytes: all that is read of it at first. */
function claiming(entries: number, directoryBytes: number) {
  const tail = Buffer.alloc(56 + 20 + 22);
  const size = directoryBytes + tail.length;
  tail.writeUInt32LE(0x06064b50, 0);
  tail.writeBigUInt64LE(44n, 4);
  for (const at of [24, 32]) tail.writeBigUInt64LE(BigInt(entries), at);
  tail.writeBigUInt64LE(BigInt(directoryBytes), 40);
  tail.writeUInt32LE(0x07064b50, 56);
  tail.writeBigUInt64LE(BigInt(directoryBytes), 64);
  tail.writeUInt32LE(1, 72);
  tail.writeUInt32LE(0x06054b50, 76);
  tail.fill(0xff, 84, 96);
  return {
    size,
    async read(offset: number, length: number) {
      const bytes = Buffer.alloc(length);
      if (offset + length > directoryBytes)
        tail.copy(bytes, Math.max(0, directoryBytes - offset), Math.max(0, offset - directoryBytes));
      return bytes;
    },
  };
}

test('a directory that claims too much is not read', async () => {
  const refusal = (entries: number, bytes: number) =>
    readArchive(claiming(entries, bytes)).catch(({ code, facts }: { code: string; facts: object }) => [code, facts]);
  const large = LIMITS.directoryBytes;
  expect(await refusal(LIMITS.parts + 3, 100)).toEqual(['package.too_large', { limit: `${LIMITS.parts} parts` }]);
  expect(await refusal(1, large)).toEqual(['package.too_large', { file: 'ZIP directory', limit: large }]);
  // What is within the limits is read, and is no ZIP after all.
  expect(await refusal(LIMITS.parts + 2, 100)).toEqual(['package.not_zip', {}]);
  expect(await refusal(1, large - 98)).toEqual(['package.not_zip', {}]);
});

test('a directory that points beyond the file, or at no file, is refused as damaged', async () => {
  const { bytes } = await packInMemory(keys, users(2), { partSize: 1 });
  const first = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  const pointing = (offset: number) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt32LE(offset, first + 42);
    return readArchive(rangeReader(changed)).then(
      () => 'read',
      ({ code }: { code: string }) => code,
    );
  };
  expect(await pointing(0)).toBe('read');
  expect(await pointing(bytes.length - 29)).toBe('package.truncated');
  expect(await pointing(bytes.length - 30)).toBe('package.truncated');
  // The part itself is not looked at before it is read.
  expect(await pointing(1)).toBe('read');
});

describe('the refusal names', () => {
  const facts = (bytes: Buffer) =>
    readArchive(rangeReader(bytes)).then(
      () => 'read',
      ({ code, facts: told }: { code: string; facts: object }) => [code, told],
    );
  const manifest = Buffer.from('{}');

  test('files that do not belong, are there twice, packed or encrypted', async () => {
    expect(await facts(await zip({ 'parts/1.part': manifest }))).toEqual([
      'package.layout_invalid',
      { problem: 'an unknown file' },
    ]);
    const stored = { problem: 'manifest.json is not stored as it is' };
    expect(await facts(await zip({ 'manifest.json': Buffer.alloc(99) }, true))).toEqual([
      'package.layout_invalid',
      stored,
    ]);
    const plain = await zip({ 'manifest.json': manifest });
    const directory = plain.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    const changed = (at: number, value: number) => {
      const bytes = Buffer.from(plain);
      bytes.writeUInt16LE(value, directory + at);
      return facts(bytes);
    };
    expect(await changed(8, 1)).toEqual(['package.truncated', {}]);
    expect(await changed(10, 8)).toEqual(['package.layout_invalid', stored]);
    const twice = await zip({ 'parts/000001.part': manifest, 'parts/000002.part': manifest });
    const renamed = Buffer.from(twice.toString('latin1').replaceAll('000002', '000001'), 'latin1');
    expect(await facts(renamed)).toEqual(['package.layout_invalid', { problem: 'parts/000001.part is there twice' }]);
  });

  test('files larger than their kind may be, and no file of exactly the allowed size', async () => {
    const signature = (length: number) => zip({ 'manifest.json': manifest, 'manifest.sig': Buffer.alloc(length) });
    const limit = LIMITS.signatureBytes;
    expect(await facts(await signature(limit))).toBe('read');
    expect(await facts(await signature(limit + 1))).toEqual(['package.too_large', { file: 'manifest.sig', limit }]);
    expect(await facts(await zip({ 'manifest.json': Buffer.alloc(limit + 1) }))).toBe('read');
    const part = await zip({ 'manifest.json': manifest, 'parts/000001.part': Buffer.alloc(limit + 1) });
    expect(await facts(part)).toBe('read');
    const large = { 'manifest.json': manifest, 'parts/000001.part': Buffer.alloc(LIMITS.partBytes + 1) };
    expect(await facts(await zip(large))).toEqual([
      'package.too_large',
      { file: 'parts/000001.part', limit: LIMITS.partBytes },
    ]);
    const named = { 'manifest.json': Buffer.alloc(LIMITS.partBytes + 1) };
    expect(await facts(await zip(named))).toBe('read');
  });

  test('a manifest that is missing or empty, while a file without a signature is read', async () => {
    const missing = ['package.manifest_invalid', { problem: 'manifest.json is missing' }];
    expect(await facts(await zip({ 'manifest.sig': manifest }))).toEqual(missing);
    expect(await facts(await zip({ 'manifest.json': Buffer.alloc(0) }))).toEqual(missing);
    const {
      manifest: read,
      signature,
      parts,
    } = await readArchive(rangeReader(await zip({ 'manifest.json': manifest })));
    expect([read.toString(), signature.length, parts.size]).toEqual(['{}', 0, 0]);
    const envelope = await readEnvelope(
      rangeReader(await zip({ 'manifest.sig': Buffer.from('x'), 'manifest.json': manifest })),
    );
    expect([envelope.manifest.toString(), envelope.signature.toString()]).toEqual(['{}', 'x']);
  });

  test('parts that do not fit the manifest', async () => {
    const { bytes, manifest: of } = await packInMemory(keys, users(2), { partSize: 1 });
    const { parts } = await readArchive(rangeReader(bytes));
    const told = (ranges: typeof parts) => {
      try {
        return locateParts(of, ranges).length;
      } catch (error) {
        return (error as { facts: object }).facts;
      }
    };
    const [name, range] = [...parts][0]!;
    expect(told(parts)).toBe(2);
    expect(told(new Map([...parts].slice(1)))).toEqual({ part: name });
    expect(told(new Map(parts).set(name, { ...range, size: range.size + 1 }))).toEqual({ part: name, problem: 'size' });
    expect(told(new Map(parts).set('parts/000009.part', range))).toEqual({
      problem: 'a part that the manifest does not name',
    });
  });
});

test('a local header may be longer than the directory says, and anything else in its place is refused', async () => {
  const { bytes } = await packInMemory(keys, users(1));
  const [[name, place]] = [...(await readArchive(rangeReader(bytes))).parts] as [[string, Place]];
  const stored = await readStoredFile(rangeReader(bytes), name, place);
  const changed = (change: (copy: Buffer) => unknown) => {
    const copy = Buffer.from(bytes);
    change(copy);
    return rangeReader(copy);
  };
  // The part's local header gets an extra field, which takes the first bytes of what was the part.
  const longer = changed((copy) => copy.writeUInt16LE(4, place.header + 28));
  const all = await readStoredFile(longer, name, place);
  expect([all.length, all.subarray(0, -4)]).toEqual([stored.length, stored.subarray(4)]);
  expect(longer.reads).toHaveLength(1);
  const none = changed((copy) => copy.writeUInt8(0x51, place.header));
  expect(await codeOf(readStoredFile(none, name, place))).toBe('package.truncated');
  const other = changed((copy) => copy.write('parts/000002.part', place.header + 30));
  expect(await codeOf(readStoredFile(other, name, place))).toBe('package.layout_invalid');
  const moved = changed((copy) => copy.writeUInt32LE(4, copy.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 42));
  const { parts } = await readArchive(moved);
  expect(await codeOf(readStoredFile(moved, name, parts.get(name)!))).toBe('package.truncated');
  const endless = changed((copy) => copy.writeUInt16LE(0xffff, place.header + 28));
  expect(await codeOf(readStoredFile(endless, name, place))).toBe('package.truncated');
  const beyond = rangeReader(bytes);
  const late = { header: bytes.length - 30 - name.length - place.size + 1, size: place.size };
  expect(await codeOf(readStoredFile(beyond, name, late))).toBe('package.truncated');
  expect(beyond.reads).toEqual([]);
});

test('a header that is longer than any writer makes it costs a second read', async () => {
  const stored = Buffer.from('the part');
  const name = 'parts/000001.part';
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(name.length, 26);
  head.writeUInt16LE(1000, 28);
  const reader = rangeReader(Buffer.concat([head, Buffer.from(name), Buffer.alloc(1000), stored, Buffer.alloc(100)]));
  expect(await readStoredFile(reader, name, { header: 0, size: stored.length })).toEqual(stored);
  expect(reader.reads).toHaveLength(2);
});

test('a file that would end beyond the package is refused as cut off', async () => {
  const bytes = await zip({ 'manifest.json': Buffer.from('{}'), 'parts/000001.part': Buffer.from('xx') });
  const directory = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  const local = bytes.readUInt32LE(directory + 42);
  const sized = (size: number) => {
    const changed = Buffer.from(bytes);
    for (const at of [20, 24]) changed.writeUInt32LE(size, directory + at);
    return codeOf(readArchive(rangeReader(changed)));
  };
  const start = local + 30 + 'parts/000001.part'.length;
  expect(await sized(bytes.length - start)).toBeUndefined();
  expect(await sized(bytes.length - start + 1)).toBe('package.truncated');
});
