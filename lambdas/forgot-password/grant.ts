import * as z from 'zod';

/** What a recovery comes to before its last step. */
export const grant = z.string().describe('Secret that sets a password once, for ten minutes');
