/**
 * MIGRATION#<id>/PART#<run or dry>#<index>: a finished part with its totals, so that neither progress nor the sum over
 * 100,000 parts has to read their reports; MIGRATION#<id>/DISPLACED#...: records that lost their place to an earlier one.
 */
import * as z from 'zod';
import type { Displaced } from '#core/migration/ingest.ts';
import type { Totals } from '#core/migration/totals.ts';
import type { Shape } from '#core/stored.ts';
import { type Item, operationsTable, putItem, readItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { displaced, totals } from './schemas.ts';

export type FinishedPart = { readonly part: number; readonly generation: number; readonly totals: Totals };

const partKey = (id: string, dryRun: boolean, part: number) => ({
  pk: `MIGRATION#${id}`,
  sk: `PART#${dryRun ? 'dry' : 'run'}#${String(part).padStart(6, '0')}`,
});

const finishedPart: z.ZodType<FinishedPart> = z.object({
  part: z.number(),
  generation: z.number(),
  totals,
} satisfies Shape<FinishedPart>);
const note = z.object({ displaced });
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

export async function noteDisplaced(lost: Displaced): Promise<void> {
  const { loser, userKey, serial } = lost;
  const what = userKey === undefined ? `TOKEN#${serial}` : 'USER';
  const place = `${String(loser.part).padStart(6, '0')}#${loser.line}#${what}`;
  await putItem(operationsTable(), { pk: `MIGRATION#${loser.migration}`, sk: `DISPLACED#${place}`, displaced: lost });
}

export async function readDisplaced(id: string): Promise<Displaced[]> {
  const notes: Displaced[] = [];
  for await (const item of itemsOf(id, 'DISPLACED#')) notes.push(readAs(note, item).displaced);
  return notes;
}
