import type { z } from 'zod';
import { invalid } from '#core/errors.ts';

/**
 * What a request brought, by its schema.
 * @throws LandfallError request.invalid (400), with the path of each field and what is wrong with it, never its value: people
 *   type secrets into wrong fields
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    reason: issue.code === 'unrecognized_keys' ? 'holds a field that the API does not know' : issue.message,
  }));
  const [first] = fields;
  const where = first?.path ? `The field "${first.path}"` : 'The request';
  throw invalid('request.invalid', `${where} can't be used: ${first?.reason}.`, { fields });
}
