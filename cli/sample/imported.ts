/** What a start keeps of the sample that it has imported. Apart from the import, which a later start does not load. */
import { join } from 'node:path';
import * as z from 'zod';
import type { PackSummary } from '../package/pack.ts';
import { readState } from './state-file.ts';

/** What the start screen needs to know of the imported sample. */
export type SampleState = { readonly migrationId: string; readonly packed: Pick<PackSummary, 'counts' | 'refusals'> };
const sampleState = z.object({
  migrationId: z.string(),
  packed: z.object({ counts: z.looseObject({}), refusals: z.array(z.looseObject({ code: z.string() })) }),
});

export const stateFile = (data: string) => join(data, 'sample.json');

/** The state that an earlier start stored. */
export function readSampleState(data: string, say: (line: string) => void): SampleState | undefined {
  return readState(stateFile(data), sampleState, say) as SampleState | undefined;
}
