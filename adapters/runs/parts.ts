/**
 * MIGRATION#<id>/PART#<run or dry>#<index>: a finished part with its totals, so that neither progress nor the sum over
 * 100,000 parts has to read their reports.
 */
import * as z from 'zod';
import { mapLimited } from '#core/concurrency.ts';
import type { LargeChanges } from '#core/migration/large-changes.ts';
import { type PartSums, partSums } from '#core/migration/part-sums.ts';
import type { FinishedPart } from '#core/migration/part-work.ts';
import type { Shape } from '#core/stored.ts';
import { type Item, operationsTable, putItem, readItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { totals } from './schemas.ts';

/** What the key has room for. */
const MAX_PART = 999_999;
/** A few pages of a megabyte. */
const STRETCH = 5_000;
const STRETCHES_AT_ONCE = 4;

const partKey = (id: string, dryRun: boolean, part: number) => ({
  pk: `MIGRATION#${id}`,
  sk: `PART#${dryRun ? 'dry' : 'run'}#${String(part).padStart(6, '0')}`,
});

const finishedPart: z.ZodType<FinishedPart> = z.object({
  part: z.number(),
  generation: z.number(),
  totals,
  large: z.object({ changed: z.number(), gone: z.number() } satisfies Shape<LargeChanges>).exactOptional(),
} satisfies Shape<FinishedPart>);
const toPart = (item: Item): FinishedPart => readAs(finishedPart, item);

/** Written after the part's report: a part that has one need not be done again. */
export async function putPart(id: string, dryRun: boolean, finished: FinishedPart): Promise<void> {
  await putItem(operationsTable(), { ...partKey(id, dryRun, finished.part), ...finished });
}

export async function readPart(id: string, dryRun: boolean, part: number): Promise<FinishedPart | undefined> {
  const item = await readItem(operationsTable(), partKey(id, dryRun, part));
  return item && toPart(item);
}

/** Finished parts in order, those with these numbers, both included. */
const itemsOf = (id: string, dryRun: boolean, from: number, to = MAX_PART): AsyncGenerator<Item> =>
  queryItems(operationsTable(), {
    keys: '#pk = :pk AND #sk BETWEEN :from AND :to',
    values: { ':pk': `MIGRATION#${id}`, ':from': partKey(id, dryRun, from).sk, ':to': partKey(id, dryRun, to).sk },
  });

/** Finished parts of any generation from this one on, in order, at most `limit`. @param part from 1 */
export async function finishedFrom(id: string, dryRun: boolean, part: number, limit: number): Promise<FinishedPart[]> {
  const parts: FinishedPart[] = [];
  for await (const item of itemsOf(id, dryRun, part)) {
    parts.push(toPart(item));
    if (parts.length === limit) break;
  }
  return parts;
}

/** @param parts how many there are, about: what is beyond is found too */
export async function sumParts(id: string, dryRun: boolean, generation: number, parts: number): Promise<PartSums> {
  const { add, sums } = partSums(generation);
  const stretches = Array.from({ length: Math.floor(parts / STRETCH) + 1 }, (_, index) => index * STRETCH);
  const last = stretches.at(-1);
  await mapLimited(stretches, STRETCHES_AT_ONCE, async (before) => {
    for await (const item of itemsOf(id, dryRun, before + 1, before === last ? MAX_PART : before + STRETCH))
      add(toPart(item));
  });
  return sums();
}
