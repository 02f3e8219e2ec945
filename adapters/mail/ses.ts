/** Mail through SES. Every mail names the configuration set, so that bounces and complaints come back. */
import { GetSendQuotaCommand, SendEmailCommand } from '@aws-sdk/client-ses';
import { LandfallError, transient } from '#core/errors.ts';
import type { MailQuota } from '#core/migration/pace.ts';
import { ses } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { nameOf } from '../aws/failures.ts';

export type Mail = {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Letters, digits, _ and - only; never who it is for in the clear. */
  readonly tags?: Readonly<Record<string, string>>;
};

/** The address is refused for good. */
const REFUSED = new Set(['MessageRejected', 'InvalidParameterValue', 'InvalidParameterValueException']);
/** The service will take mail again, later. */
const BUSY = new Set([
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'LimitExceededException',
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'ServiceUnavailable',
]);

/**
 * Sends one mail. @returns the service's message id
 * @throws LandfallError mail.refused (422): never for this address; mail.busy (retryable): certainly not taken
 */
export async function sendMail({ to, from, subject, text, html, tags = {} }: Mail): Promise<string> {
  const data = (Data: string) => ({ Data, Charset: 'UTF-8' });
  try {
    const { MessageId } = await ses().send(
      new SendEmailCommand({
        Source: from,
        Destination: { ToAddresses: [to] },
        Message: { Subject: data(subject), Body: { Text: data(text), Html: data(html) } },
        ConfigurationSetName: environment('CONFIGURATION_SET'),
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
      }),
    );
    return MessageId ?? '';
  } catch (cause) {
    const name = nameOf(cause) ?? '';
    if (REFUSED.has(name)) throw new LandfallError('mail.refused', { detail: 'The mail was refused.', cause });
    if (BUSY.has(name)) throw transient('mail.busy', cause);
    throw cause;
  }
}

export async function readQuota(): Promise<MailQuota> {
  const quota = await ses().send(new GetSendQuotaCommand({}));
  return {
    maxSendRate: quota.MaxSendRate ?? 1,
    max24HourSend: quota.Max24HourSend ?? 200,
    sentLast24Hours: quota.SentLast24Hours ?? 0,
  };
}
