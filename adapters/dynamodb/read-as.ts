import type * as z from 'zod';
import { readStored } from '#core/stored.ts';
import type { Item } from './items.ts';

/** An item as its schema says; what the schema does not name, the keys too, is left out. @throws LandfallError stored.damaged */
export const readAs = <T>(schema: z.ZodType<T>, item: Item): T =>
  readStored(schema, item, `${String(item['pk'])}/${String(item['sk'])}`);
