/**
 * MIGRATION#<id>/PART#<run or dry>#<index>: a finished part with its totals, so that neither progress nor the sum over
 * 100,000 parts has to read their reports.
 */
import * as z from 'zod';
import type { FinishedPart } from '#core/migration/part-work.ts';
import type { Shape } from '#core/stored.ts';
import { type Item, operationsTable, putItem, readItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { totals } from './schemas.ts';

const partKey = (id: string, dryRun: boolean, part: number) => ({
  pk: `MIGRATION#${id}`,
  sk: `PART#${dryRun ? 'dry' : 'run'}#${String(part).padStart(6, '0')}`,
});

const finishedPart: z.ZodType<FinishedPart> = z.object({
  part: z.number(),
  generation: z.number(),
  totals,
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

/** All items of a migration whose sort key begins so, in order; `from`: none before this one. */
const itemsOf = (id: string, prefix: string, from = prefix): AsyncGenerator<Item> =>
  queryItems(operationsTable(), {
    keys: '#pk = :pk AND #sk BETWEEN :from AND :last',
    values: { ':pk': `MIGRATION#${id}`, ':from': from, ':last': `${prefix}\uffff` },
  });

/** Finished parts of any generation from this one on, in order, at most `limit`. @param part from 1 */
export async function finishedFrom(id: string, dryRun: boolean, part: number, limit: number): Promise<FinishedPart[]> {
  const parts: FinishedPart[] = [];
  for await (const item of itemsOf(id, `PART#${dryRun ? 'dry' : 'run'}#`, partKey(id, dryRun, part).sk)) {
    parts.push(toPart(item));
    if (parts.length === limit) break;
  }
  return parts;
}

/** The parts that this generation has finished. */
export async function finishedParts(id: string, dryRun: boolean, generation: number): Promise<FinishedPart[]> {
  const parts: FinishedPart[] = [];
  for await (const item of itemsOf(id, `PART#${dryRun ? 'dry' : 'run'}#`)) {
    const part = toPart(item);
    if (part.generation === generation) parts.push(part);
  }
  return parts;
}
