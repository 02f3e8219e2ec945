import type { MailRequest } from '#core/access/ports.ts';
import type { ComposedMail } from '#core/access/recovery/mails.ts';
import { isLandfallError } from '#core/errors.ts';
import { log } from '../shared/log.ts';
import { noteStopped } from '../shared/mail-stopped.ts';
import { task } from '../shared/task.ts';
import { mayBeSent, outcomeOf } from './outcome.ts';
import { readRequest } from './request.ts';

/** An SQS event; a message that is named in the answer comes again (partial batch response). */
export type MailEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
export type MailReport = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
export type Deps = {
  /** @throws LandfallError sender.* where the mail service would take no mail at all */
  checkSender(): Promise<void>;
  compose(request: MailRequest, now: number): Promise<ComposedMail | undefined>;
  sendMail(mail: ComposedMail & { tags: Record<string, string> }): Promise<unknown>;
  claimMail(id: string, now: number): Promise<'claimed' | 'sent' | 'busy'>;
  markMailSent(id: string): Promise<void>;
  releaseMail(id: string): Promise<void>;
  now(): number;
};

export const createHandler = (deps: Deps) => {
  async function send(id: string, body: string): Promise<boolean> {
    const request = readRequest(body);
    const claim = await deps.claimMail(id, deps.now());
    if (claim !== 'claimed') return claim === 'sent';
    try {
      // Before a link is made and counted: a mail that can't be sent costs its user nothing.
      await mayBeSent(deps.checkSender);
      const mail = await deps.compose(request, deps.now());
      if (mail) await deps.sendMail({ ...mail, tags: { kind: request.kind } });
      log.info('mail.done', { kind: request.kind, outcome: mail ? 'sent' : 'none' });
    } catch (error) {
      // An address that is refused for good stays refused, and a mail that may have gone out is not sent again.
      const outcome = outcomeOf(error);
      if (outcome === undefined) {
        await deps.releaseMail(id);
        throw noteStopped(error);
      }
      log.warn('mail.done', { kind: request.kind, outcome });
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
