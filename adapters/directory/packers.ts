/**
 * The trusted packers: whose signature on a package's manifest is trusted (U6). Items PACKERS/<id>.
 */
import * as z from 'zod';
import type { Packer } from '#core/administration/packers.ts';
import { invalid } from '#core/errors.ts';
import type { Shape } from '#core/stored.ts';
import { createItem, directoryTable, type Item, removeItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';

const keyOf = (id: string) => ({ pk: 'PACKERS', sk: id });

const packer: z.ZodType<Packer> = z.object({
  id: z.string(),
  name: z.string(),
  publicKey: z.string(),
  addedAt: z.number(),
  addedBy: z.string(),
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
export async function addPacker(packer: Packer): Promise<void> {
  if (!(await createItem(directoryTable(), { ...keyOf(packer.id), ...packer })))
    throw invalid('packers.exists', 'This packer is trusted already.', { id: packer.id });
}

/** Ends the trust; the packer as it was. @throws LandfallError packers.not_found (404) */
export async function removePacker(id: string): Promise<Packer> {
  const item = await removeItem(directoryTable(), keyOf(id));
  if (!item) throw invalid('packers.not_found', 'No trusted packer has this id. See `landfall packers list`.', { id });
  return toPacker(item);
}
