/**
 * The queue of the users' own mails, apart from a campaign's, so that none can starve them (F1). A message names the user
 * and nothing else about them.
 */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { MailRequest } from '#core/access/ports.ts';
import { sqs } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';

/**
 * JSON in ASCII. SQS refuses a message with a character that XML 1.0 does not have (U+FFFE, a lone surrogate), and a
 * user ID of an unknown user is whatever was typed: a refusal would tell that user from others (F1).
 */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export async function enqueueMail(request: MailRequest): Promise<void> {
  await sqs().send(
    new SendMessageCommand({ QueueUrl: environment('MAIL_QUEUE_URL'), MessageBody: asciiJson(request) }),
  );
}
