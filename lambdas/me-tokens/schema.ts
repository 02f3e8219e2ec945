import * as z from 'zod';

/** Alone, or as passcodes where that is all that the token shows. */
const code = z.string().min(1).max(64);
export const resynchroniseBody = z.strictObject({ tokencode: code, nextTokencode: code });
export const pinBody = z.union([
  z.strictObject({ passcode: code, pin: z.string().min(1).max(64) }),
  z.strictObject({ passcode: code, generate: z.literal(true) }),
]);
