/** IngestPart: one part from its bytes in the bucket to its report. A part that this generation has finished stays so. */
import type { Sealer } from '#core/directory/items.ts';
import { LandfallError } from '#core/errors.ts';
import { openPart, type PartLine } from '#core/export/part.ts';
import type { KeyRing } from '#core/keys.ts';
import { userSealer } from '#core/passwords/hash.ts';
import { readStoredJson } from '#core/stored.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { sealSeed } from '#core/tokens/seal.ts';
import { entriesOf } from './entries.ts';
import { type IngestPorts, ingestEntries } from './ingest.ts';
import type { ReportLine } from './outcome.ts';
import { pseudonyms } from './pseudonym.ts';
import { mappingName } from './read-manifest.ts';
import { type StoredMapping, storedMapping } from './reconcile-security-questions.ts';
import type { PartInput, PartOutput } from './run.ts';
import { type Totals, totalsOf } from './totals.ts';
import { unmatchedAnswers } from './unmatched.ts';

export type FinishedPart = { readonly part: number; readonly generation: number; readonly totals: Totals };
type Context = Readonly<Record<string, string>>;
export type IngestPartPorts = {
  readonly directory: IngestPorts;
  readRange(key: string, etag: string, offset: number, length: number): Promise<Buffer>;
  readPlan(name: string): Promise<string | undefined>;
  unwrapUnderSeedKey(wrapped: Uint8Array, context: Context): Promise<Buffer>;
  newSeedDataKey(context: Context): Promise<{ key: Buffer; wrapped: Uint8Array }>;
  peppers(): Promise<KeyRing>;
  readPart(migration: string, dryRun: boolean, part: number): Promise<FinishedPart | undefined>;
  putReport(migration: string, dryRun: boolean, part: number, lines: readonly ReportLine[]): Promise<void>;
  putPart(migration: string, dryRun: boolean, finished: FinishedPart): Promise<void>;
};

const outputOf = ({ part, totals }: FinishedPart): PartOutput => ({
  part,
  records: totals.records.read,
  rejected: totals.records.rejected,
});

/** Seeds under one fresh data key a part; PINs and PHC strings under the current pepper. */
async function sealerOf(ports: IngestPartPorts, context: Context, ring: KeyRing, dryRun: boolean): Promise<Sealer> {
  // An empty key can't seal: a dry run that tried to write would fail.
  const none = { key: Buffer.alloc(0), wrapped: Buffer.alloc(0) };
  const dataKey = dryRun ? none : await ports.newSeedDataKey(context);
  return {
    seed: (serial, seed) => ({ wrappedKey: dataKey.wrapped, context, box: sealSeed(dataKey.key, serial, seed) }),
    pin: (token, pin) => pinHash(ring, token, pin),
    ...userSealer(ring),
  };
}

async function linesOf(ports: IngestPartPorts, { run, part }: PartInput): Promise<PartLine[]> {
  const bytes = await ports.readRange(run.key, run.etag, part.offset, part.size);
  const dataKey = await ports.unwrapUnderSeedKey(Buffer.from(run.wrappedKey, 'base64'), { migration: run.migration });
  const lines: PartLine[] = [];
  for await (const line of openPart({ dataKey, packageId: run.packageId, ...part }, bytes)) lines.push(line);
  return lines;
}

async function mappingOf(ports: IngestPartPorts, migration: string): Promise<StoredMapping> {
  const text = await ports.readPlan(mappingName(migration));
  if (text === undefined) throw new LandfallError('run.mapping_missing');
  return readStoredJson(storedMapping, text, mappingName(migration));
}

/** @throws LandfallError package.part_tampered, package.changed, directory.busy (retryable) */
export async function ingestPart(ports: IngestPartPorts, input: PartInput): Promise<PartOutput> {
  const { migration, dryRun, generation, source, policy, importedAt, sourceName, packedAt } = input.run;
  const part = input.part.index;
  const before = await ports.readPart(migration, dryRun, part);
  if (before?.generation === generation) return outputOf(before);
  const { mapping, enrolment } = await mappingOf(ports, migration);
  const ring = await ports.peppers();
  const sealer = await sealerOf(ports, { migration }, ring, dryRun);
  const read = await linesOf(ports, input);
  const unmatched = unmatchedAnswers(read, mapping);
  const entries = entriesOf(read, { migration, part, source, mapping, sealer });
  const pseudonym = pseudonyms(ring);
  const context = {
    policy,
    source,
    enrolment,
    pseudonym,
    dryRun,
    importedAt,
    sealer,
    from: { source: sourceName, packedAt },
  };
  const lines = await ingestEntries(ports.directory, entries, context);
  const totals = { ...totalsOf(lines, enrolment), ...(unmatched ? { unmatched } : {}) };
  const finished = { part, generation, totals };
  await ports.putReport(migration, dryRun, part, lines);
  await ports.putPart(migration, dryRun, finished);
  return outputOf(finished);
}
