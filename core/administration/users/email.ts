import * as z from 'zod';
import { addressOf } from '#core/address.ts';

/** An address that an administrator typed, in the form in which it is stored. */
export const email = z
  .string()
  .trim()
  .transform((text, context) => {
    const address = addressOf(text);
    if (address !== undefined) return address;
    context.addIssue('must be exactly one e-mail address, such as ada@example.com');
    return z.NEVER;
  });
