/** CompareRange over what VerifyPart left: the parts' keys in the export's order, some read ahead, and the people of the source. */

import type { CompareInput, CompareOutput, MigrationRun } from '../run.ts';
import type { ReadPlan } from '../run-plan.ts';
import { readWave } from '../wave.ts';
import { type Comparison, compareKeys, comparisonName, type Indexed } from './comparison.ts';
import { type PartKeys, readPartKeys } from './part-keys.ts';

export type CompareRangePorts = {
  readPlan: ReadPlan;
  putPlan(name: string, body: string): Promise<void>;
  /** By the index. */
  peopleOf(source: string): AsyncIterable<Indexed>;
};

const AHEAD = 8;

async function* partKeysOf(readPlan: ReadPlan, run: string, parts: number): AsyncGenerator<PartKeys> {
  for (let first = 1; first <= parts; first += AHEAD) {
    const numbers = Array.from({ length: Math.min(AHEAD, parts - first + 1) }, (_, index) => first + index);
    yield* await Promise.all(numbers.map((part) => readPartKeys(readPlan, run, part)));
  }
}

/** @throws LandfallError stored.damaged, run.wave_missing */
export async function compareRange(
  ports: CompareRangePorts,
  { migration, sourceName, full, older, parts, options = {} }: MigrationRun,
  { number, of }: CompareInput['range'],
): Promise<CompareOutput> {
  const only = options.only ? await readWave(ports.readPlan, migration) : undefined;
  // An older export says nothing of who has left since.
  const range = { number, of, full: full && !older, ...(only ? { only } : {}) };
  const keys = partKeysOf(ports.readPlan, migration, parts);
  const found: Comparison = await compareKeys(range, keys, () => ports.peopleOf(sourceName));
  await ports.putPlan(comparisonName(migration, number), JSON.stringify(found));
  return {
    range: number,
    collisions: found.collisions.length,
    gone: found.gone.length,
    renames: found.renames.length,
  };
}
