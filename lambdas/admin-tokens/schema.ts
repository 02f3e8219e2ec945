import * as z from 'zod';

const one = z.string().min(1).max(255).optional();
export const search = z.strictObject({
  serial: one,
  userId: one,
  unassigned: z.literal('true').optional(),
  next: z.string().max(1024).optional(),
});

/** Alone, or as passcodes where that is all that the token shows. */
const code = z.string().min(1).max(64);
export const twoCodes = { tokencode: code, nextTokencode: code };
export const resynchronisation = z.strictObject({ version: z.int().min(0), ...twoCodes });
