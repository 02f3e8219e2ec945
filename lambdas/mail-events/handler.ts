import type * as returned from '#adapters/runs/index.ts';
import { type ReturnedMail, returnedMail } from '#core/campaign/returned-mail.ts';
import { isLandfallError } from '#core/errors.ts';
import { log } from '../shared/log.ts';
import { within } from '../shared/scope.ts';
import { task } from '../shared/task.ts';

/** An SQS event; a message that is named in the answer comes again, and in the end lies with the dead letters. */
export type QueueEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
export type BatchReport = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
export type Deps = Pick<typeof returned, 'markReturned'> & { now(): number };

/** The message comes again. */
function failed(error: unknown): false {
  log.error('mail.event_failed', { code: isLandfallError(error) ? error.code : 'mail.event_failed' }, error);
  return false;
}

/** Bounces and complaints: each marks its notice and is counted once. A mail of a user's own has no notice: its line alone says that it came back. */
export const createHandler = (deps: Deps) => {
  async function markNotice(mail: ReturnedMail): Promise<boolean> {
    const { kind, notice } = mail;
    const marked = await deps.markReturned(mail, deps.now());
    log.warn('mail.returned', { kind, notice, outcome: marked ? 'marked' : 'known' });
    return true;
  }

  async function mark(body: string): Promise<boolean> {
    try {
      const mail = returnedMail(body);
      if (mail === undefined) return true;
      if ('notice' in mail) return await within({ run: mail.migration }, () => markNotice(mail).catch(failed));
      log.warn('mail.returned', { ...mail, outcome: 'own' });
      return true;
    } catch (error) {
      return failed(error);
    }
  }

  return task<QueueEvent, BatchReport>(async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of Records) {
      const done = await within({ queueMessage: messageId }, () => mark(body));
      if (!done) batchItemFailures.push({ itemIdentifier: messageId });
    }
    return { batchItemFailures };
  });
};
