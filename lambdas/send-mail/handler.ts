import { isLandfallError } from '#core/errors.ts';
import { log } from '../shared/log.ts';
import { within } from '../shared/scope.ts';
import { task } from '../shared/task.ts';
import { readRequest } from './request.ts';
import { type Deps, sendOnce } from './send.ts';

export type { Deps };

/** An SQS event; a message that is named in the answer comes again (partial batch response). */
export type MailEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
export type MailReport = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
/** Not sent: the message comes again. */
function failed(error: unknown): false {
  log.error('mail.failed', { code: isLandfallError(error) ? error.code : 'mail.failed' }, error);
  return false;
}

/** @typeParam Claim how the adapter names one */
export const createHandler = <Claim extends object>(deps: Deps<Claim>) => {
  async function send(messageId: string, body: string): Promise<boolean> {
    try {
      const { id = messageId, request } = readRequest(body);
      return await within({ mail: id }, () => sendOnce(deps, id, request).catch(failed));
    } catch (error) {
      return failed(error);
    }
  }

  return task<MailEvent, MailReport>(async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of Records) {
      const done = await within({ queueMessage: messageId }, () => send(messageId, body));
      if (!done) batchItemFailures.push({ itemIdentifier: messageId });
    }
    return { batchItemFailures };
  });
};
