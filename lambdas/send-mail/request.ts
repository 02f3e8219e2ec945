/** What the mail queue's messages hold: whom a mail is for, and which one. */
import * as z from 'zod';
import type { MailRequest } from '#core/access/ports.ts';
import { parseJson } from '#core/json.ts';
import { wayNotice } from '#core/notices/ways.ts';

const user = z.string().min(1).max(2048);
const message: z.ZodType<MailRequest> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('forgot-password'), user, limited: z.boolean(), source: z.string().max(64) }),
  wayNotice,
  z.strictObject({ kind: z.enum(['password-changed', 'administrator-reset']), user }),
  z.strictObject({ kind: z.literal('new-pin-proof'), user, logon: z.string().max(64).optional() }),
]);

/** @param body of a message @throws Error where it is no request of a mail */
export const readRequest = (body: string): MailRequest => message.parse(parseJson(body));
