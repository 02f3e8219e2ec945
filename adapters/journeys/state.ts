/** STATE/STATE: the recount that is under way, or the last one. */
import * as z from 'zod';
import type { KeptPlace, RecountPlace, RecountState } from '#core/journey/recount.ts';
import type { Shape } from '#core/stored.ts';
import { journeysTable, putItem, readItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

const KEY = { pk: 'STATE', sk: 'STATE' } as const;
const stored: z.ZodType<RecountState> = z.object({
  settings: z.string(),
  startedAt: z.number(),
  place: z
    .object({ source: z.string(), shard: z.number(), at: z.string().exactOptional() } satisfies Shape<RecountPlace>)
    .exactOptional(),
  kept: z
    .object({
      source: z.string(),
      partition: z.number(),
      at: z.string().exactOptional(),
      sums: z.record(z.string(), z.number()),
      writes: z.number(),
      again: z.literal(true).exactOptional(),
    } satisfies Shape<KeptPlace>)
    .exactOptional(),
  expected: z.literal(true).exactOptional(),
  endedAt: z.number().exactOptional(),
  filledAt: z.number().exactOptional(),
  differed: z.number(),
  corrected: z.number(),
} satisfies Shape<RecountState>);

export async function readState(): Promise<RecountState | undefined> {
  const item = await readItem(journeysTable(), KEY);
  return item && readAs(stored, item);
}

export async function saveState(state: RecountState): Promise<void> {
  await putItem(journeysTable(), { ...KEY, ...state });
}
