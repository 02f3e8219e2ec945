import type * as z from 'zod';
import { readStored } from '#core/stored.ts';
import { migrated } from '#core/stored-versions.ts';
import type { Item } from './items.ts';

const nameOf = (item: Item): string => `${String(item['pk'])}/${String(item['sk'])}`;

/**
 * An item as its schema says, brought from the version that it was written in; what the schema does not name, the keys too, is left out.
 * @throws LandfallError stored.damaged; stored.newer where a later release has written it
 */
export const readAs = <T>(schema: z.ZodType<T>, item: Item): T => readStored(schema, migrated(item), nameOf(item));

/** The same of what an index holds of an item, which is a part of it, without the version. @throws LandfallError stored.damaged */
export const readProjected = <T>(schema: z.ZodType<T>, item: Item): T => readStored(schema, item, nameOf(item));
