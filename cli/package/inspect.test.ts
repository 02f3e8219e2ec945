import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPackageKeys, type PackageKeys, packInMemory, sampleUser } from '#test/support/package.ts';
import { rsaKey } from '#test/support/rsa.ts';
import { inspectPackage } from './inspect.ts';

const keys = newPackageKeys();
const others = newPackageKeys(rsaKey('rsa-3072-other'));
const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landfall-inspect-'));
});
afterAll(() => rm(folder, { recursive: true }));

const pem = (of: PackageKeys) => createPublicKey(of.signingKey).export({ type: 'spki', format: 'pem' });
const target = (of: PackageKeys) => of.recipient.key.export({ type: 'spki', format: 'pem' });

async function inspect(change: (bytes: Buffer) => Buffer, more: Partial<Parameters<typeof inspectPackage>[1]> = {}) {
  const users = ['ada', 'bob', 'eve'].map((name) => sampleUser(name));
  const refusals = [{ code: 'token.mac', count: 1, details: ['000000000001'] }];
  const { bytes } = await packInMemory(keys, users, { partSize: 2, now: NOW, description: { refusals } });
  const file = join(folder, 'export.zip');
  await writeFile(file, change(bytes));
  return await inspectPackage(file, { now: NOW + 2 * DAY, ...more });
}
const same = (bytes: Buffer) => bytes;
const codes = (found: Awaited<ReturnType<typeof inspect>>) => found.problems.map(({ code }) => code);

test('an inspection without keys shows what the manifest says', async () => {
  const found = await inspect(same);
  expect(found).toMatchObject({
    parts: 2,
    records: 3,
    ageDays: 2,
    signature: 'not checked',
    recipient: keys.recipient.fingerprint,
    refusals: [{ code: 'token.mac', count: 1, details: ['000000000001'] }],
    problems: [],
  });
  expect(found.migrationId).toMatch(/^[0-9a-f]{32}$/u);
});

test('an inspection with keys says whether the signature and the recipient are right', async () => {
  const right = await inspect(same, { packer: pem(keys), recipient: target(keys) });
  expect([right.signature, codes(right)]).toEqual(['valid', []]);
  const wrong = await inspect(same, { packer: pem(others), recipient: target(others) });
  expect([wrong.signature, codes(wrong)]).toEqual(['wrong', ['package.untrusted', 'package.wrong_key']]);
});

test('an inspection names every reason to refuse the package at once', async () => {
  const found = await inspect(
    (bytes) => {
      const damaged = Buffer.from(bytes);
      for (const name of ['parts/000001.part', 'parts/000002.part']) damaged[bytes.indexOf(name) + 40]! ^= 1;
      const created = damaged.indexOf('2026-11-23T');
      damaged.write('2025', created);
      return damaged;
    },
    { packer: pem(keys) },
  );
  expect(codes(found)).toEqual([
    'package.signature_invalid',
    'package.signature_old',
    'package.part_tampered',
    'package.part_tampered',
  ]);
});

test('a file without a readable manifest gives one error', async () => {
  await expect(inspect((bytes) => bytes.subarray(0, 500))).rejects.toMatchObject({ code: 'package.truncated' });
  await expect(inspect(() => Buffer.from('dn: uid=a\n'))).rejects.toMatchObject({ code: 'package.not_zip' });
  await expect(inspectPackage('/nowhere.zip', { now: NOW })).rejects.toMatchObject({ code: 'package.file_unreadable' });
  await expect(inspect(same, { packer: target(keys) })).rejects.toMatchObject({ code: 'inspect.packer_invalid' });
});
