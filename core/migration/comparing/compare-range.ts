/** CompareRange: of each chunk that SortKeys has left what lies in the range, in order, some read ahead. */
import type { CompareInput, CompareOutput, MigrationRun } from '../run.ts';
import type { ReadPlan } from '../run-plan.ts';
import { readWave } from '../wave.ts';
import { compareKeys, comparisonName } from './comparison.ts';
import { missingChunk, missingName } from './gone.ts';
import { type ReadPlanRange, readRanges } from './sorted-chunk.ts';
import { chunkName, type Entry, entry, readSorted } from './sorted-keys.ts';

export type CompareRangePorts = {
  readPlan: ReadPlan;
  readPlanRange: ReadPlanRange;
  putPlan(name: string, body: string | Uint8Array): Promise<void>;
};

const AHEAD = 8;

async function* entriesOf(
  read: ReadPlanRange,
  run: string,
  chunks: number,
  { number, of }: CompareInput['range'],
): AsyncGenerator<Entry[]> {
  const range = { from: number, to: number + 1, of };
  for (let first = 1; first <= chunks; first += AHEAD) {
    const numbers = Array.from({ length: Math.min(AHEAD, chunks - first + 1) }, (_, index) => first + index);
    yield* await Promise.all(numbers.map((chunk) => readRanges(read, chunkName(run, chunk), entry, range)));
  }
}

/** @throws LandfallError stored.damaged, run.wave_missing */
export async function compareRange(
  ports: CompareRangePorts,
  { migration, options = {} }: Pick<MigrationRun, 'migration' | 'options'>,
  { number, of }: CompareInput['range'],
): Promise<CompareOutput> {
  const only = options.only ? await readWave(ports.readPlan, migration) : undefined;
  const { chunks, unknown } = await readSorted(ports.readPlan, migration);
  const range = { number, of, unknown, ...(only ? { only } : {}) };
  const entries = entriesOf(ports.readPlanRange, migration, chunks, range);
  const { comparison, missing } = await compareKeys(range, entries);
  if (missing.length > 0) await ports.putPlan(missingName(migration, number), missingChunk(missing));
  await ports.putPlan(comparisonName(migration, number), JSON.stringify(comparison));
  return {
    range: number,
    collisions: comparison.collisions.length,
    missing: comparison.missing,
    renames: comparison.renames.length,
  };
}
