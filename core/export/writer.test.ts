import { Writable } from 'node:stream';
import { newPackageKeys, packInMemory, sampleDescription, sampleUser } from '#test/support/package.ts';
import { LIMITS } from './limits.ts';
import { writePackage } from './writer.ts';

const keys = newPackageKeys();
const NOW = Date.UTC(2026, 10, 23, 9, 0, 0, 999);
const users = (count: number) => Array.from({ length: count }, (_, index) => sampleUser(`user${index}`));

test('parts fill in order, and the last holds what is left', async () => {
  const { manifest } = await packInMemory(keys, users(5), { partSize: 2, now: NOW });
  expect(manifest.parts.map(({ name, records }) => [name, records])).toEqual([
    ['parts/000001.part', 2],
    ['parts/000002.part', 2],
    ['parts/000003.part', 1],
  ]);
  expect(manifest).toMatchObject({
    formatVersion: 2,
    createdAt: '2026-11-23T09:00:00Z',
    encryption: { recipient: keys.recipient.fingerprint },
    source: sampleDescription.source,
  });
  expect((await packInMemory(keys, users(4), { partSize: 2 })).manifest.parts).toHaveLength(2);
});

test('who stays in the source stands behind the records, in parts of their own where they are many', async () => {
  const present = Array.from({ length: LIMITS.presentPerPart + 1 }, (_, n) => ({ userId: `u${n}` }));
  const { manifest } = await packInMemory(keys, users(3), { partSize: 2, present });
  expect(manifest.parts).toMatchObject([
    { records: 2 },
    { records: 1, present: LIMITS.presentPerPart },
    { records: 0, present: 1 },
  ]);
  expect(manifest.parts[0]).not.toHaveProperty('present');
});

test('two packages of the same users share neither id nor key', async () => {
  const [one, two] = await Promise.all([1, 2].map(() => packInMemory(keys, users(1), { now: NOW })));
  expect(one!.manifest.id).not.toBe(two!.manifest.id);
  expect(one!.manifest.encryption.wrappedKey).not.toBe(two!.manifest.encryption.wrappedKey);
});

test('a package of more parts than the format allows is refused', async () => {
  const parts = (count: number) => packInMemory(keys, users(count), { partSize: 1, maxParts: 3 });
  expect((await parts(3)).manifest.parts).toHaveLength(3);
  await expect(parts(4)).rejects.toMatchObject({ code: 'pack.too_large' });
});

test('a package without records is refused', async () => {
  await expect(packInMemory(keys, [])).rejects.toThrow();
});

test('where the output fails, packing fails with its error', async () => {
  const output = new Writable({
    write(_chunk, _encoding, done) {
      done(new Error('disk full'));
    },
  });
  const { recipient, signingKey } = keys;
  const writer = writePackage(output, { recipient, signingKey, partSize: 1, now: NOW });
  await expect(
    (async () => {
      for (const user of users(9)) await writer.add(user);
      await writer.finish(sampleDescription);
    })(),
  ).rejects.toThrow('disk full');
});
