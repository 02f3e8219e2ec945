import * as z from 'zod';

export const packerBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** PEM, or base64 of the DER SubjectPublicKeyInfo. */
  publicKey: z.string().min(1).max(2000),
});
