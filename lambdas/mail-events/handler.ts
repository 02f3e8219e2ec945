import type * as returned from '#adapters/runs/index.ts';
import { isLandfallError } from '#core/errors.ts';
import { returnedMail } from '#core/migration/mails/returned-mail.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

/** An SQS event; a message that is named in the answer comes again, and in the end lies with the dead letters. */
export type QueueEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
export type BatchReport = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
export type Deps = Pick<typeof returned, 'markReturned'> & { now(): number };

/** Bounces and complaints: each marks its notice and is counted once. */
export const createHandler = (deps: Deps) =>
  task<QueueEvent, BatchReport>(async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of Records) {
      try {
        const mail = returnedMail(body);
        if (!mail) continue;
        const { kind, migration } = mail;
        const marked = await deps.markReturned(mail, deps.now());
        log.warn('mail.returned', { kind, migration, outcome: marked ? 'marked' : 'known' });
      } catch (error) {
        log.error('mail.event_failed', { code: isLandfallError(error) ? error.code : 'mail.event_failed' }, error);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  });
