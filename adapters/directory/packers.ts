/**
 * The trusted packers: whose signature on a package's manifest is trusted (U6). Items PACKERS/<id>.
 */
import * as z from 'zod';
import type { Packer } from '#core/administration/packers.ts';
import type { Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import type { Shape } from '#core/stored.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { ABSENT, directoryTable, type Item, PRESENT, readItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { deleting, putting } from '../dynamodb/transactions.ts';

const keyOf = (id: string) => ({ pk: 'PACKERS', sk: id });

const packer: z.ZodType<Packer> = z.object({
  id: z.string(),
  name: z.string(),
  publicKey: z.string(),
  addedAt: z.number(),
  addedBy: z.string(),
  sources: z.array(z.string()).exactOptional(),
} satisfies Shape<Packer>);
const toPacker = (item: Item): Packer => readAs(packer, item);

/** All trusted packers, in the order of their ids. Consistent: a packer removed a moment ago is trusted no more. */
export async function trustedPackers(): Promise<Packer[]> {
  const packers: Packer[] = [];
  for await (const item of queryItems(directoryTable(), { keys: '#pk = :pk', values: { ':pk': 'PACKERS' } }))
    packers.push(toPacker(item));
  return packers;
}

/** @throws LandfallError packers.exists (409) */
export async function addPacker(packer: Packer, entries: Entries): Promise<void> {
  const adding = putting(directoryTable(), { ...keyOf(packer.id), ...packer }, ABSENT);
  if (!(await transactRecorded([adding], entries)).done)
    throw invalid('packers.exists', 'This packer is trusted already.', { id: packer.id });
}

export async function readPacker(id: string): Promise<Packer | undefined> {
  const item = await readItem(directoryTable(), keyOf(id));
  return item && toPacker(item);
}

/** Ends the trust; false where there is none any more. */
export async function removePacker(id: string, entries: Entries): Promise<boolean> {
  return (await transactRecorded([deleting(directoryTable(), keyOf(id), PRESENT)], entries)).done;
}
