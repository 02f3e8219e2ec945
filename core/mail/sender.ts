/** Who mails come from, and whether the mail service will take them at all. */
import { LandfallError } from '#core/errors.ts';
import { FIELDS, type Settings } from '#core/settings/model.ts';

/** What every mail carries besides its text. */
export type Sender = {
  /** One address. */
  readonly from: string;
  readonly name: string;
  /** Where answers go; empty: to the sender. */
  readonly replyTo: string;
  /** Whether mails may be tried in the mail service's sandbox. */
  readonly sandbox: boolean;
};

export function senderOf({ mail, organisation }: Pick<Settings, 'mail' | 'organisation'>): Sender {
  const { from, senderName, replyTo, sandbox } = mail;
  return { from, name: senderName || organisation.name, replyTo, sandbox };
}

/** What the mail service says of itself and of a sender. */
export type MailAccount = {
  /** Whether it has verified the sender's address or one of its domains. */
  readonly verified: boolean;
  /** Whether sending is switched on for the account. */
  readonly enabled: boolean;
  /** Mails a second, and in any 24 hours (-1: no limit). */
  readonly maxSendRate: number;
  readonly max24HourSend: number;
};

/**
 * The identities of which one must be verified: the address, its domain and the domains above it (Amazon SES: a verified domain stands for
 * its subdomains).
 */
export function identitiesOf(from: string): string[] {
  const labels = from
    .slice(from.lastIndexOf('@') + 1)
    .toLowerCase()
    .split('.');
  const domains = labels.map((_label, index) => labels.slice(index).join('.'));
  // A top-level domain can't be one.
  return [from, ...domains.filter((domain, index) => index === 0 || domain.includes('.'))];
}

const DEFAULT_SENDER = FIELDS['mail.from'].default;
/** What every account has in the sandbox (Amazon SES developer guide, "Request production access"). */
const SANDBOX = { mails: 200, rate: 1 };

/** Whether it is in the sandbox, where it mails verified recipients alone. */
export const inSandbox = ({
  max24HourSend,
  maxSendRate,
}: Pick<MailAccount, 'max24HourSend' | 'maxSendRate'>): boolean =>
  max24HourSend >= 0 && max24HourSend <= SANDBOX.mails && maxSendRate <= SANDBOX.rate;

/** Before the first mail: @throws LandfallError sender.* where none would be taken. */
export function checkAccount(account: MailAccount, { from, sandbox }: Pick<Sender, 'from' | 'sandbox'>): void {
  if (!account.verified) throw new LandfallError(from === DEFAULT_SENDER ? 'sender.unset' : 'sender.not_verified');
  if (!account.enabled) throw new LandfallError('sender.paused');
  if (inSandbox(account) && !sandbox) throw new LandfallError('sender.sandbox');
}
