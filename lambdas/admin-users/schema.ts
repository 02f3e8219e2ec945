import * as z from 'zod';

const one = z.string().min(1).max(255).optional();
export const search = z.strictObject({
  userId: one,
  startsWith: one,
  email: one,
  serial: one,
  limit: z.coerce.number().int().min(1).max(100).default(50),
  next: z.string().max(1024).optional(),
});
