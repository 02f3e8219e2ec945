/**
 * What the product has stored, read again: by a schema, so that an item that was damaged, edited by hand or written by another
 * release is found where it is read, and not by what goes wrong later. The error names the item and the field; never a value, which
 * may be a hash, an address or an answer.
 */
import type * as z from 'zod';
import { LandfallError } from './errors.ts';

/** A schema for each field, so that a field that a schema forgets does not compile: `z.object({ ... } satisfies Shape<User>)`. */
export type Shape<T> = { readonly [Field in keyof Required<T>]: z.ZodType<T[Field]> };

function damaged(name: string, field: string): LandfallError {
  return new LandfallError('stored.damaged', { facts: { item: name, field } });
}

/** @param name of the item, such as `TOKEN#000123456789/TOKEN` @throws LandfallError stored.damaged */
export function readStored<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw damaged(name, parsed.error.issues[0]!.path.join('.'));
}

/** The same out of JSON text, such as an object of a bucket. @throws LandfallError stored.damaged */
export function readStoredJson<T>(schema: z.ZodType<T>, text: string, name: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(name, '');
  }
  return readStored(schema, value, name);
}
