/** The parser of the settings, made of core/settings/model.ts. */
import * as z from 'zod';
import type { Field } from './field.ts';
import { SETTINGS, type Settings } from './model.ts';
import { isOfficeNetwork, OFFICE_NETWORK_REASON } from './office-network.ts';
import { isRangeUrl, RANGE_URL_REASON } from './range-url.ts';

function valueSchema(field: Field): z.ZodType {
  switch (field.kind) {
    case 'number':
      return z.int().min(field.min).max(field.max);
    case 'switch':
      return z.boolean();
    case 'choice':
      return z.enum(field.options);
    case 'text': {
      const text = z.string().min(field.min).max(field.max);
      return field.format === 'range-url' ? text.refine(isRangeUrl, RANGE_URL_REASON) : text;
    }
    case 'expression':
      return z.string().min(1).max(field.max);
    case 'words': {
      const word = z.string().min(field.min).max(field.max);
      const checked = field.format === 'network' ? word.refine(isOfficeNetwork, OFFICE_NETWORK_REASON) : word;
      return z.array(checked).max(field.items);
    }
    case 'aliases':
      return z.array(aliasSchema(field.max)).max(field.items);
  }
}

const aliasSchema = (max: number) =>
  z.strictObject({
    language: z.string().min(2).max(35),
    from: z.string().min(1).max(max),
    to: z.string().min(1).max(max),
  });

type Shape = Record<string, z.ZodType>;

/** @param object what becomes of names that it does not know: `z.strictObject` refuses them, `z.object` leaves them out */
function schemaOf(object: (shape: Shape) => z.ZodType<object>): z.ZodType<Settings> {
  const groups = Object.entries(SETTINGS).map(([group, fields]): [string, z.ZodType] => {
    const shape = Object.entries(fields).map(([name, field]: [string, Field]) => [
      name,
      valueSchema(field).default(field.default),
    ]);
    return [group, object(Object.fromEntries(shape)).prefault({})];
  });
  return object(Object.fromEntries(groups)) as z.ZodType<Settings>;
}

/** A missing setting takes its default; an unknown one is refused. */
export const settingsSchema: z.ZodType<Settings> = z.lazy(() => schemaOf(z.strictObject));

/**
 * Settings as they are stored, by this version or another one: what an older one did not know takes its default, and what only
 * a newer one knows is left out, so that going back to an older version is possible.
 */
export const storedSettingsSchema: z.ZodType<Settings> = z.lazy(() => schemaOf(z.object));
