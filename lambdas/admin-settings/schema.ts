import * as z from 'zod';

export const patchBody = z.strictObject({
  /** The version that the administrator saw. */
  version: z.int().min(0),
  settings: z.record(z.string(), z.record(z.string(), z.unknown())),
});
