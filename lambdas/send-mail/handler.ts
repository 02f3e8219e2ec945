import * as z from 'zod';
import type { MailRequest } from '#core/access/ports.ts';
import type { ComposedMail } from '#core/access/recovery/mails.ts';
import { isError, isLandfallError } from '#core/errors.ts';
import { wayNotice } from '#core/notices/ways.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

/** An SQS event; a message that is named in the answer comes again (partial batch response). */
export type MailEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
export type MailReport = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
export type Deps = {
  compose(request: MailRequest, now: number): Promise<ComposedMail | undefined>;
  sendMail(mail: ComposedMail & { tags: Record<string, string> }): Promise<unknown>;
  claimMail(id: string, now: number): Promise<'claimed' | 'sent' | 'busy'>;
  markMailSent(id: string): Promise<void>;
  releaseMail(id: string): Promise<void>;
  now(): number;
};

const user = z.string().min(1).max(2048);
const message: z.ZodType<MailRequest> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('forgot-password'), user, limited: z.boolean(), source: z.string().max(64) }),
  wayNotice,
  z.strictObject({ kind: z.enum(['password-changed', 'new-pin-proof', 'administrator-reset']), user }),
]);

export const createHandler = (deps: Deps) => {
  async function send(id: string, body: string): Promise<boolean> {
    const request = message.parse(JSON.parse(body));
    const claim = await deps.claimMail(id, deps.now());
    if (claim !== 'claimed') return claim === 'sent';
    try {
      const mail = await deps.compose(request, deps.now());
      if (mail) await deps.sendMail({ ...mail, tags: { kind: request.kind } });
      log.info('mail.done', { kind: request.kind, outcome: mail ? 'sent' : 'none' });
    } catch (error) {
      // An address that is refused for good stays refused.
      if (!isError(error, 'mail.refused')) {
        await deps.releaseMail(id);
        throw error;
      }
      log.warn('mail.done', { kind: request.kind, outcome: 'refused' });
    }
    await deps.markMailSent(id);
    return true;
  }

  return task<MailEvent, MailReport>(async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of Records) {
      const done = await send(messageId, body).catch((error) => {
        log.error('mail.failed', { code: isLandfallError(error) ? error.code : 'mail.failed' }, error);
        return false;
      });
      if (!done) batchItemFailures.push({ itemIdentifier: messageId });
    }
    return { batchItemFailures };
  });
};
