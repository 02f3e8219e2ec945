import { privateDecrypt } from 'node:crypto';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '#test/support/package.ts';
import { type ReadManifestPorts, readManifest } from './read-manifest.ts';
import type { MigrationInput } from './run.ts';
import { givenUserIdsName, type UserIdMap, userIdsName } from './user-id-map.ts';

const KEYS = newPackageKeys();
const NOW = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
const pack = packInMemory(
  KEYS,
  ['ana', 'bo', 'cy'].map((id) => sampleUser(id)),
  {
    partSize: 2,
    now: NOW,
    description: { questions: [{ language: 'en_US', text: 'Your pet?' }] },
    present: [{ userId: 'without a token' }],
  },
);

async function setUp() {
  const { bytes, migrationId, manifest } = await pack;
  const plans = new Map<string, string>();
  const asked: unknown[][] = [];
  const keys: Buffer[] = [];
  const userIds: UserIdMap[] = [];
  const ports: ReadManifestPorts = {
    reader: (...which) => {
      asked.push(which);
      return rangeReader(bytes);
    },
    trustedPackers: async () => [{ ...KEYS.packer, name: 'The packing room' }],
    unwrapWithExportKey: async (wrapped) => {
      const key = privateDecrypt({ key: KEYS.exportKey, oaepHash: 'sha256' }, wrapped);
      keys.push(key);
      return key;
    },
    wrapUnderSeedKey: async (key, context) => Buffer.from(`${Buffer.from(key).toString('hex')} ${context['run']}`),
    putPlan: async (name, body) => void plans.set(name, body),
    readPlan: async (name) => plans.get(name),
    readSource: async () => undefined,
    readUserIds: async () => userIds[0],
    putUserIds: async (_source, map) => void userIds.splice(0, 1, map),
    countPeople: async () => ({ people: 0, newestPackedAt: 0, all: true }),
  };
  const input: MigrationInput = {
    migration: migrationId,
    dryRun: false,
    policy: 'skip',
    attempt: 1,
    generation: 1,
    key: 'staged/x',
    etag: 'e',
    size: bytes.length,
    importedAt: NOW,
    waitSeconds: 0,
  };
  const open = (over: Partial<MigrationInput> = {}, now = NOW) =>
    readManifest(ports, { ...input, ...over }, { now, maxAgeDays: 30, maxConcurrency: 5 });
  return { bytes, manifest, plans, asked, keys, userIds, ports, input, open };
}

test('the plan names every part with its place, and the run keeps what was asked for', async () => {
  const { bytes, manifest, plans, asked, input, open } = await setUp();
  const { run, manifest: read, packer } = await open();
  expect(read).toEqual(manifest);
  expect(packer).toBe('The packing room');
  expect(asked).toEqual([['staged/x', 'e', bytes.length]]);
  expect(run).toEqual({
    ...input,
    source: 'external',
    sourceName: manifest.source.deployment,
    packedAt: NOW,
    full: manifest.full,
    older: false,
    people: 0,
    ranges: `plans/${input.migration}.ranges.jsonl`,
    packageId: manifest.id,
    plan: `plans/${input.migration}.jsonl`,
    results: `reports/${input.migration}/maps`,
    parts: 2,
    records: 3,
    wrappedKey: expect.any(String),
    keyContext: { run: input.migration },
    maxConcurrency: 5,
  });
  const parts = plans.get(`${input.migration}.jsonl`)!.split('\n');
  expect(parts.pop()).toBe('');
  expect(parts.map((line) => JSON.parse(line))).toEqual(
    manifest.parts.map((part, index) => ({ ...part, index: index + 1, header: expect.any(Number) })),
  );
  expect(plans.get(`${input.migration}.ranges.jsonl`)).toBe('{"number":0,"of":1}\n');
  expect(plans.get(`${input.migration}.questions.json`)).toBe('[{"language":"en_US","text":"Your pet?"}]');
});

test('the data key leaves only under the seed key, bound to the run, and is erased from memory', async () => {
  const { keys, input, ports, open } = await setUp();
  const plain: string[] = [];
  const { unwrapWithExportKey } = ports;
  ports.unwrapWithExportKey = async (wrapped) => {
    const key = await unwrapWithExportKey(wrapped);
    plain.push(key.toString('hex'));
    return key;
  };
  const { run } = await open();
  expect(Buffer.from(run.wrappedKey, 'base64').toString()).toBe(`${plain[0]} ${input.migration}`);
  expect(keys[0]).toEqual(Buffer.alloc(32));
  ports.unwrapWithExportKey = async () => Buffer.alloc(31);
  await expect(open()).rejects.toMatchObject({ code: 'package.wrong_key' });
});

test('a packer without a name is shown by its id', async () => {
  const { ports, open } = await setUp();
  ports.trustedPackers = async () => [{ ...newPackageKeys().packer, id: 'another', name: 'Another' }, KEYS.packer];
  expect((await open()).packer).toBe('packer-1');
});

test('no plan is written for a package that is not trusted', async () => {
  const { plans, ports, open } = await setUp();
  await expect(open({ migration: 'a'.repeat(32) })).rejects.toMatchObject({
    code: 'package.manifest_invalid',
    facts: { problem: 'another manifest' },
  });
  await expect(open({}, NOW + 31 * DAY)).rejects.toMatchObject({ code: 'package.signature_old' });
  ports.trustedPackers = async () => [];
  await expect(open()).rejects.toMatchObject({ code: 'package.untrusted' });
  expect(plans.size).toBe(0);
});

test('a package is older where people of its source follow a newer one, unless it shall correct them all the same', async () => {
  const { ports, open } = await setUp();
  const olderAt = async (newestPackedAt: number, over: Partial<MigrationInput> = {}) => {
    ports.countPeople = async () => ({ people: 3, newestPackedAt, all: true });
    return (await open(over)).run.older;
  };
  expect(await olderAt(NOW)).toBe(false);
  expect(await olderAt(NOW + 1)).toBe(true);
  expect(await olderAt(NOW + 1, { options: {} })).toBe(true);
  expect(await olderAt(NOW + 1, { options: { older: true } })).toBe(false);
  // One that changed no user is known by its source.
  ports.readSource = async () => ({ newestPackedAt: NOW + 1 });
  expect(await olderAt(0)).toBe(true);
  ports.readSource = async () => ({});
  expect(await olderAt(0)).toBe(false);
  // One that failed while it wrote is known by those who follow it, where all were looked at, or by its source.
  ports.readSource = async () => ({ begunPackedAt: NOW + 1 });
  expect(await olderAt(0)).toBe(false);
  ports.countPeople = async () => ({ people: 3, newestPackedAt: 0, all: false });
  expect((await open()).run.older).toBe(true);
  ports.readSource = async () => undefined;
  expect((await open()).run.older).toBe(false);
});

test('an export is compared in as many ranges as its source has people here', async () => {
  const { plans, input, ports, open } = await setUp();
  ports.countPeople = async () => ({ people: 100_001, newestPackedAt: 0, all: true });
  expect((await open()).run.people).toBe(100_001);
  expect(plans.get(`${input.migration}.ranges.jsonl`)).toBe('{"number":0,"of":2}\n{"number":1,"of":2}\n');
});

test('an import gives its source the user IDs that it was given, beside those that the source has; a preview only itself', async () => {
  const { plans, userIds, input, open } = await setUp();
  const stored = () => JSON.parse(plans.get(userIdsName(input.migration))!) as unknown;
  expect((await open()).run).not.toHaveProperty('userIdMap');
  plans.set(givenUserIdsName(input.migration), JSON.stringify({ renames: { ann: 'ann2' }, suffix: '@old' }));
  expect((await open({ givenUserIds: true, dryRun: true })).run.userIdMap).toBe(true);
  expect([stored(), userIds]).toEqual([{ renames: { ann: 'ann2' }, suffix: '@old' }, []]);
  userIds.push({ renames: { bob: 'bob2' } });
  await open({ givenUserIds: true });
  const map = { renames: { bob: 'bob2', ann: 'ann2' }, suffix: '@old' };
  expect([stored(), userIds]).toEqual([map, [map]]);
  expect((await open()).run.userIdMap).toBe(true);
  plans.clear();
  await expect(open({ givenUserIds: true })).rejects.toMatchObject({ code: 'stored.damaged' });
});
