/**
 * The queue of the users' own mails, apart from a campaign's, so that none can starve them (F1). A message names the user
 * and nothing else about them.
 */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { MailRequest } from '#core/access/ports.ts';
import { sqs } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';

export async function enqueueMail(request: MailRequest): Promise<void> {
  await sqs().send(
    new SendMessageCommand({ QueueUrl: environment('MAIL_QUEUE_URL'), MessageBody: JSON.stringify(request) }),
  );
}
