/**
 * The queue of the users' own mails, apart from a campaign's, so that none can starve them (F1). A message names the user
 * and nothing else about them.
 */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { MailRequest } from '#core/access/ports.ts';
import { sqs } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { mayHaveTakenEffect } from '../aws/failures.ts';
import { newWriter } from '../aws/writer.ts';

/**
 * JSON in ASCII. SQS refuses a message with a character that XML 1.0 does not have (U+FFFE, a lone surrogate), and a
 * user ID of an unknown user is whatever was typed: a refusal would tell that user from others (F1).
 */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Each mail has a name of its own: of a message whose answer was lost the queue has two, and one of them is sent. */
export async function enqueueMail(request: MailRequest): Promise<void> {
  const MessageBody = asciiJson({ ...request, id: newWriter().name });
  const send = () => sqs().send(new SendMessageCommand({ QueueUrl: environment('MAIL_QUEUE_URL'), MessageBody }));
  await send().catch((error: unknown) => {
    if (mayHaveTakenEffect(error)) return send();
    throw error;
  });
}
