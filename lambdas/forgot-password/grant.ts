import * as z from 'zod';
import { challenge } from '../route/shapes.ts';

/** What a recovery comes to before its last step. */
export const grant = z.string().describe('Secret that sets a password once, for ten minutes');

/** After a right passcode, where the next tokencode is asked for. */
export const askNext = z.strictObject({
  ask: z.literal('next-tokencode').describe('Right so far: give the tokencode after it at /next-tokencode'),
  challenge,
});
