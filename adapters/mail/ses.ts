/** Mail through SES. Every mail names the configuration set, so that bounces and complaints come back. */
import {
  GetAccountSendingEnabledCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import type { MailQuota } from '#core/campaign/pace.ts';
import { type MailAnswer, mailError, mailFailure } from '#core/mail/failure.ts';
import { type Mail, rawMessage } from '#core/mail/message.ts';
import { checkAccount, identitiesOf, type MailAccount, type Sender, senderOf } from '#core/mail/sender.ts';
import type { Settings } from '#core/settings/model.ts';
import { ses, sesAccount } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { codeOf, messageOf, nameOf, statusOf } from '../aws/failures.ts';

/** A mail with its tags: letters, digits, _ and - only; never who it is for in the clear. */
export type TaggedMail = Mail & { readonly tags?: Readonly<Record<string, string>> };

const answerOf = (error: unknown): MailAnswer => ({
  name: nameOf(error) ?? '',
  message: messageOf(error) ?? '',
  status: statusOf(error),
  code: codeOf(error),
});
/** The error as one of the four kinds. */
const sorted = (error: unknown, { from, sandbox }: Sender) =>
  mailError(mailFailure(answerOf(error), from, sandbox), error);

/**
 * Sends one mail, once: the SDK would repeat a request whose answer was lost, and with it the mail. @returns the service's message id
 * @throws LandfallError mail.busy, mail.uncertain, mail.refused, sender.* (core/mail/failure.ts)
 */
export async function sendMail({ tags = {}, ...mail }: TaggedMail): Promise<string> {
  const { to, sender } = mail;
  const command = new SendRawEmailCommand({
    Source: sender.from,
    Destinations: [to],
    RawMessage: { Data: Buffer.from(rawMessage(mail)) },
    ConfigurationSetName: environment('CONFIGURATION_SET'),
    Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  });
  try {
    return (await ses().send(command)).MessageId ?? '';
  } catch (cause) {
    throw sorted(cause, sender);
  }
}

export async function readQuota(): Promise<MailQuota> {
  const quota = await sesAccount().send(new GetSendQuotaCommand({}));
  return {
    maxSendRate: quota.MaxSendRate ?? 1,
    max24HourSend: quota.Max24HourSend ?? 200,
    sentLast24Hours: quota.SentLast24Hours ?? 0,
  };
}

/** What SES says of the account and of a sender. @throws LandfallError mail.busy, mail.uncertain, sender.not_allowed */
export async function readMailAccount(sender: Sender): Promise<MailAccount & MailQuota> {
  return readAccount(sender.from).catch((error: unknown) => {
    throw sorted(error, sender);
  });
}

async function readAccount(from: string): Promise<MailAccount & MailQuota> {
  const Identities = identitiesOf(from);
  const [quota, { Enabled = true }, { VerificationAttributes = {} }] = await Promise.all([
    readQuota(),
    sesAccount().send(new GetAccountSendingEnabledCommand({})),
    sesAccount().send(new GetIdentityVerificationAttributesCommand({ Identities })),
  ]);
  const verified = Object.values(VerificationAttributes).some(
    ({ VerificationStatus }) => VerificationStatus === 'Success',
  );
  return { verified, enabled: Enabled, ...quota };
}

const GOOD_FOR_MS = 60_000;
/** Sender -> when SES last said that it would take mails of it. A refusal is not remembered: what was mended counts at once. */
const good = new Map<string, number>();

/**
 * Whether SES would take mails of this sender. After a yes it is not asked for a minute, as it answers few such requests.
 * @throws LandfallError sender.*, and mail.busy or mail.uncertain where SES could not be asked
 */
export async function checkSender(settings: Pick<Settings, 'mail' | 'organisation'>, now = Date.now()): Promise<void> {
  const sender = senderOf(settings);
  const id = JSON.stringify([sender.from, sender.sandbox]);
  if (now - (good.get(id) ?? Number.NEGATIVE_INFINITY) < GOOD_FOR_MS) return;
  checkAccount(await readMailAccount(sender), sender);
  good.set(id, now);
}
