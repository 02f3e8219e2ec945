/** A part as preview and import read it: its records as entries, and what is compared and decided by. */
import { LandfallError } from '#core/errors.ts';
import { openPart, type PartLine } from '#core/export/part.ts';
import type { KeyRing } from '#core/keys.ts';
import { userSealer } from '#core/passwords/hash.ts';
import { readStoredJson } from '#core/stored.ts';
import { type Entry, entriesOf } from './entries.ts';
import type { ReadContext } from './ingest.ts';
import { type LargeChanges, largeChangesIn } from './large-changes.ts';
import type { Unwrap } from './opened-seeds.ts';
import type { ReportLine } from './outcome.ts';
import { secretsOf } from './part-secrets.ts';
import { pseudonyms } from './pseudonym.ts';
import { mappingName } from './read-manifest.ts';
import { type StoredMapping, storedMapping } from './reconcile-security-questions.ts';
import { keyContextOf, type MigrationRun, type PartInput, type PartOutput } from './run.ts';
import { readMoves, readPartPlan } from './run-plan.ts';
import { type ReadRange, readStoredPart } from './stored-part.ts';
import { type Totals, totalsOf } from './totals.ts';
import { unmatchedAnswers } from './unmatched.ts';
import { userIdsOfRun } from './user-id-map.ts';
import { readWave } from './wave.ts';

export type FinishedPart = {
  readonly part: number;
  readonly generation: number;
  readonly totals: Totals;
  /** Absent where a release before has finished it. */
  readonly large?: LargeChanges;
};
export type PartPorts = {
  readRange: ReadRange;
  readPlan(name: string): Promise<string | undefined>;
  unwrapUnderSeedKey: Unwrap;
  peppers(): Promise<KeyRing>;
  /** Whether changes of people who were told wait for a yes. */
  toldWait(): Promise<boolean>;
  readPart(run: string, dryRun: boolean, part: number): Promise<FinishedPart | undefined>;
  putReport(run: string, dryRun: boolean, part: number, lines: readonly ReportLine[]): Promise<void>;
  putPart(run: string, dryRun: boolean, finished: FinishedPart): Promise<void>;
};
export type PartWork = { readonly entries: readonly Entry[]; readonly context: ReadContext; readonly ring: KeyRing };

const outputOf = ({ part, totals }: FinishedPart): PartOutput => ({
  part,
  records: totals.records.read,
  rejected: totals.records.rejected,
});

async function linesOf(ports: PartPorts, { run, part }: PartInput): Promise<PartLine[]> {
  const bytes = await readStoredPart(ports.readRange, run, part);
  const dataKey = await ports.unwrapUnderSeedKey(Buffer.from(run.wrappedKey, 'base64'), keyContextOf(run));
  const lines: PartLine[] = [];
  for await (const line of openPart({ dataKey, packageId: run.packageId, ...part }, bytes)) lines.push(line);
  return lines;
}

async function mappingOf(ports: PartPorts, run: string): Promise<StoredMapping> {
  const text = await ports.readPlan(mappingName(run));
  if (text === undefined) throw new LandfallError('run.mapping_missing');
  return readStoredJson(storedMapping, text, mappingName(run));
}

/** What is decided by, but for the part's own plan. */
function decidedBy(run: MigrationRun, ring: KeyRing, enrolment: number, toldWait: boolean) {
  const { migration, source, policy, importedAt, sourceName, packedAt, older, options = {} } = run;
  return {
    run: migration,
    policy,
    source,
    sourceName,
    packedAt,
    importedAt,
    older,
    countsAsNewest: options.older === true,
    applyToTouched: options.applyToTouched === true,
    asks: toldWait && options.confirmed !== true,
    enrolment,
    pseudonym: pseudonyms(ring),
    secretsOf: secretsOf(ring),
  };
}

/**
 * Reads a part, lets `work` find the lines of its report, and keeps them with their sums. A part that this generation has finished
 * stays so.
 * @param preview whether nothing is written to the directory
 * @throws LandfallError package.part_tampered, package.changed, directory.busy (retryable)
 */
export async function workOn(
  ports: PartPorts,
  input: PartInput,
  preview: boolean,
  work: (found: PartWork) => Promise<readonly ReportLine[]>,
): Promise<PartOutput> {
  const { run } = input;
  const { migration, generation, source } = run;
  const part = input.part.index;
  const before = await ports.readPart(migration, preview, part);
  if (before?.generation === generation) return outputOf(before);
  const { mapping, enrolment } = await mappingOf(ports, migration);
  const plan = await readPartPlan(ports.readPlan, migration, part);
  const only = run.options?.only ? await readWave(ports.readPlan, migration) : undefined;
  const ring = await ports.peppers();
  const read = await linesOf(ports, input);
  const userIdHere = await userIdsOfRun(ports.readPlan, run);
  const entries = entriesOf(read, {
    migration,
    part,
    source,
    mapping,
    sealer: userSealer(ring),
    plan,
    only,
    userIdHere,
  });
  const context: ReadContext = {
    ...decidedBy(run, ring, enrolment, await ports.toldWait()),
    plan,
    preview,
    movesOfRun: () => readMoves(ports.readPlan, migration),
    unwrap: ports.unwrapUnderSeedKey,
  };
  const lines = await work({ entries, context, ring });
  const unmatched = unmatchedAnswers(read, mapping);
  const totals = { ...totalsOf(lines, enrolment), ...(unmatched ? { unmatched } : {}) };
  const finished = { part, generation, totals, large: largeChangesIn(lines) };
  await ports.putReport(migration, preview, part, lines);
  await ports.putPart(migration, preview, finished);
  return outputOf(finished);
}
