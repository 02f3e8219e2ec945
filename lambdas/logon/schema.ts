import * as z from 'zod';
import { CONSOLES, LOGON_METHODS } from '#core/settings/methods.ts';

const challenge = z.string().min(1).max(128);
export const logonBody = z.strictObject({
  console: z.enum(CONSOLES).default('self-service'),
  userId: z.string().min(1).max(255),
  method: z.enum(LOGON_METHODS),
  secret: z.string().min(1).max(1024),
  challenge: challenge.optional(),
});
export const nextTokencodeBody = z.strictObject({ challenge, tokencode: z.string().min(1).max(64) });
/** From the mail, where the answer to the logon said `proof: 'mail'`. */
const code = z.string().min(1).max(64).optional();
export const newPinBody = z.union([
  z.strictObject({ challenge, code, pin: z.string().min(1).max(64) }),
  z.strictObject({ challenge, code, generate: z.literal(true) }),
]);
