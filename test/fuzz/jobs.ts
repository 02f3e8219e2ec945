/** What a worker is asked to run. */
import { readFileSync } from 'node:fs';
import { Random } from './random.ts';
import type { Target } from './target.ts';
import { ALL, TARGETS } from './targets/all.ts';

/** An input is drawn from `seed`, or read from `file`. */
export type Job = { readonly target: string } & ({ readonly seed: number } | { readonly file: string });

/** The input of a job: as it is drawn, or as the file has it. */
export async function inputOf(target: Target, job: Job): Promise<Buffer> {
  return 'file' in job ? readFileSync(job.file) : target.draw(new Random(`${target.name} ${job.seed}`));
}

export const targetOf = (name: string): Target => {
  const found = ALL.find((one) => one.name === name);
  if (!found) throw new Error(`There is no target ${name}. Targets: ${TARGETS.map((one) => one.name).join(', ')}.`);
  return found;
};
