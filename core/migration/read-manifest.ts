/**
 * ReadManifest: whether the package is trusted and can be opened, and the plan of its parts.
 */
import { locateParts, type RangeReader, readArchive } from '#core/export/archive.ts';
import { packageError } from '#core/export/errors.ts';
import type { Manifest } from '#core/export/manifest.ts';
import { type TrustedPacker, verifyManifest } from '#core/export/signature.ts';
import { readStoredJson } from '#core/stored.ts';
import { rangeList, rangesName, rangesOf } from './ranges.ts';
import type { MigrationInput, MigrationRun, PlannedPart } from './run.ts';
import { givenUserIdsName, joined, type UserIdMap, userIdMap, userIdsName } from './user-id-map.ts';

export type ReadManifestPorts = {
  reader(key: string, etag: string, size: number): RangeReader;
  trustedPackers(): Promise<readonly (TrustedPacker & { readonly name?: string })[]>;
  /** @throws LandfallError package.wrong_key */
  unwrapWithExportKey(wrapped: Uint8Array): Promise<Buffer>;
  wrapUnderSeedKey(key: Uint8Array, context: Readonly<Record<string, string>>): Promise<Uint8Array>;
  putPlan(name: string, body: string): Promise<void>;
  readPlan(name: string): Promise<string | undefined>;
  /** The user IDs that the source's people get here. */
  readUserIds(source: string): Promise<UserIdMap | undefined>;
  putUserIds(source: string, map: UserIdMap): Promise<void>;
  readSource(name: string): Promise<{ readonly newestPackedAt?: number; readonly begunPackedAt?: number } | undefined>;
  /** How many people a source has here, and when the newest export was packed (Unix ms) that one follows of those who were looked at. */
  countPeople(
    source: string,
  ): Promise<{ readonly people: number; readonly newestPackedAt: number; readonly all: boolean }>;
};

const planName = (migration: string): string => `${migration}.jsonl`;
export const questionsName = (migration: string): string => `${migration}.questions.json`;
export const mappingName = (migration: string): string => `${migration}.mapping.json`;

const DATA_KEY_BYTES = 32;

/** The data key leaves this function only under the seed key, bound to the run. */
async function rewrap(
  ports: ReadManifestPorts,
  manifest: Manifest,
  run: string,
): Promise<Required<Pick<MigrationRun, 'wrappedKey' | 'keyContext'>>> {
  const key = await ports.unwrapWithExportKey(Buffer.from(manifest.encryption.wrappedKey, 'base64'));
  if (key.length !== DATA_KEY_BYTES) throw packageError('package.wrong_key');
  const keyContext = { run };
  const wrapped = await ports.wrapUnderSeedKey(key, keyContext);
  key.fill(0);
  return { wrappedKey: Buffer.from(wrapped).toString('base64'), keyContext };
}

/**
 * The user IDs that the source's people get here: those that the source has, and those that the run was given. An import gives them to the
 * source; a preview only to itself.
 */
async function putUserIds(ports: ReadManifestPorts, input: MigrationInput, source: string) {
  const { migration, dryRun, givenUserIds } = input;
  const had = await ports.readUserIds(source);
  if (!had && !givenUserIds) return {};
  const name = givenUserIdsName(migration);
  const given = givenUserIds ? readStoredJson(userIdMap, (await ports.readPlan(name)) ?? '', name) : undefined;
  const map = joined(had, given);
  await ports.putPlan(userIdsName(migration), JSON.stringify(map));
  if (given && !dryRun) await ports.putUserIds(source, map);
  return { userIdMap: true as const };
}

/**
 * The newest export that was imported may have changed no user. Where not all people were looked at, one of an import that failed may follow
 * a newer one.
 */
async function peopleOf(ports: Pick<ReadManifestPorts, 'countPeople' | 'readSource'>, name: string) {
  const { people, newestPackedAt, all } = await ports.countPeople(name);
  const known = await ports.readSource(name);
  const begun = all ? 0 : (known?.begunPackedAt ?? 0);
  return { people, newestPackedAt: Math.max(newestPackedAt, known?.newestPackedAt ?? 0, begun) };
}

/**
 * @param now Unix ms @param maxAgeDays of the signature (U6)
 * @throws LandfallError package.*
 */
export async function readManifest(
  ports: ReadManifestPorts,
  input: MigrationInput,
  options: { readonly now: number; readonly maxAgeDays: number; readonly maxConcurrency: number },
): Promise<{ run: MigrationRun; manifest: Manifest; packer: string }> {
  const { migration } = input;
  const archive = await readArchive(ports.reader(input.key, input.etag, input.size));
  const packers = await ports.trustedPackers();
  const verified = verifyManifest(archive.manifest, archive.signature, packers, options.now, options.maxAgeDays);
  const { manifest } = verified;
  if (verified.migrationId !== (input.manifestId ?? migration))
    throw packageError('package.manifest_invalid', { problem: 'another manifest' });
  const parts = locateParts(manifest, archive.parts).map(
    ({ name, number, header, size, sha256, records, present }): PlannedPart => ({
      name,
      index: number,
      header,
      size,
      sha256,
      records,
      ...(present === undefined ? {} : { present }),
    }),
  );
  const sealed = await rewrap(ports, manifest, migration);
  await ports.putPlan(planName(migration), parts.map((part) => `${JSON.stringify(part)}\n`).join(''));
  await ports.putPlan(questionsName(migration), JSON.stringify(manifest.questions));
  const records = parts.reduce((sum, { records: count }) => sum + count, 0);
  const { people, newestPackedAt } = await peopleOf(ports, manifest.source.deployment);
  const packedAt = Date.parse(manifest.createdAt);
  const lines = parts.reduce((sum, { present = 0 }) => sum + present, records);
  await ports.putPlan(rangesName(migration), rangeList(rangesOf(lines, people)));
  const run: MigrationRun = {
    ...input,
    source: manifest.source.kind,
    sourceName: manifest.source.deployment,
    packedAt,
    ...(await putUserIds(ports, input, manifest.source.deployment)),
    full: manifest.full,
    older: packedAt < newestPackedAt && input.options?.older !== true,
    people,
    ranges: `plans/${rangesName(migration)}`,
    packageId: manifest.id,
    plan: `plans/${planName(migration)}`,
    results: `reports/${migration}/maps`,
    parts: parts.length,
    records,
    ...sealed,
    maxConcurrency: options.maxConcurrency,
  };
  const packer = packers.find(({ id }) => id === verified.packer.id);
  return { run, manifest, packer: packer?.name ?? verified.packer.id };
}
