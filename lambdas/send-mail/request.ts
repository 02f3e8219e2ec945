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

const named = z.looseObject({ id: z.string().min(1).max(64).exactOptional() });

/** `id`: of the mail, the same in every message about it; absent in a message of a release before. */
export type NamedRequest = { readonly id?: string; readonly request: MailRequest };

/** @param body of a message @throws Error where it is no request of a mail */
export function readRequest(body: string): NamedRequest {
  const { id, ...rest } = named.parse(parseJson(body));
  return { request: message.parse(rest), ...(id === undefined ? {} : { id }) };
}
