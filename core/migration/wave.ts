/** A wave: the users that a run imports, by user key. The list lies under plans/ from the run's start. */
import * as z from 'zod';
import { LandfallError } from '#core/errors.ts';
import { readStoredJson } from '#core/stored.ts';
import { userKey } from '#core/text.ts';
import type { ReadPlan } from './run-plan.ts';

export const waveName = (run: string): string => `${run}.only.json`;
const wave = z.array(z.string());

/** @throws LandfallError run.wave_missing, stored.damaged */
export async function readWave(readPlan: ReadPlan, run: string): Promise<ReadonlySet<string>> {
  const text = await readPlan(waveName(run));
  if (text === undefined) throw new LandfallError('run.wave_missing');
  return new Set(readStoredJson(wave, text, waveName(run)));
}

/** User IDs in one request; more make several waves. */
export const MAX_WAVE = 50_000;

/** A list of user IDs as it is kept: user keys, sorted, each once. */
export const waveOf = (userIds: readonly string[]): string[] =>
  [...new Set(userIds.map((userId) => userKey(userId.trim())))].toSorted();
