/** A wave: the users that a run imports, by user key. The list lies under plans/ from the run's start. */
import * as z from 'zod';
import { LandfallError } from '#core/errors.ts';
import { readStoredJson } from '#core/stored.ts';
import type { ReadPlan } from './run-plan.ts';

export const waveName = (run: string): string => `${run}.only.json`;
const wave = z.array(z.string());

/** @throws LandfallError run.wave_missing, stored.damaged */
export async function readWave(readPlan: ReadPlan, run: string): Promise<ReadonlySet<string>> {
  const text = await readPlan(waveName(run));
  if (text === undefined) throw new LandfallError('run.wave_missing');
  return new Set(readStoredJson(wave, text, waveName(run)));
}
