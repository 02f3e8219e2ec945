/**
 * What an error of the mail service comes to. Four kinds, in one table: certainly not taken (tried again), unknown (the mail may be on its
 * way: never sent again by itself), this address (listed), and our own doing (sending stops at once; no user's mail is used up).
 * Source: Amazon SES developer guide, "Amazon SES email sending errors"; API reference, SendRawEmail and "Common errors".
 */
import { type CodeOf, LandfallError, transient } from '#core/errors.ts';

/** What must be mended before any mail can be sent: an error code, whose advice says how. */
export type StopCode = CodeOf<'sender'>;

export type MailFailure =
  | { readonly kind: 'not-taken' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'stopped'; readonly code: StopCode };

/** An error as the SDK gives it. */
export type MailAnswer = {
  /** The service's code, such as `MessageRejected`; of the connection, Node's or the SDK's own. */
  readonly name: string;
  /** May quote addresses: it is compared, and never repeated. */
  readonly message: string;
  /** The HTTP status; absent where no answer came. */
  readonly status: number | undefined;
  /** Node's code of a connection that failed, such as ECONNREFUSED. */
  readonly code?: string | undefined;
};

const NOT_TAKEN: MailFailure = { kind: 'not-taken' };
const UNKNOWN: MailFailure = { kind: 'unknown' };
const REFUSED: MailFailure = { kind: 'refused' };
const stopped = (code: StopCode): MailFailure => ({ kind: 'stopped', code });

/** By the service's code, without its `Exception`. */
const CODES: Readonly<Record<string, MailFailure>> = {
  // Beyond the rate or the day's quota, or passing trouble that the service names itself.
  Throttling: NOT_TAKEN,
  Throttled: NOT_TAKEN,
  ThrottledRequest: NOT_TAKEN,
  RequestThrottled: NOT_TAKEN,
  RequestLimitExceeded: NOT_TAKEN,
  TooManyRequests: NOT_TAKEN,
  LimitExceeded: NOT_TAKEN,
  AccountThrottled: NOT_TAKEN,
  AccountDailyQuotaExceeded: NOT_TAKEN,
  ServiceUnavailable: NOT_TAKEN,
  // Temporary credentials are renewed.
  ExpiredToken: NOT_TAKEN,
  ConfigurationSetDoesNotExist: stopped('sender.configuration_set'),
  InvalidConfigurationSet: stopped('sender.configuration_set'),
  ConfigurationSetSendingPaused: stopped('sender.paused'),
  AccountSendingPaused: stopped('sender.paused'),
  AccountSuspended: stopped('sender.suspended'),
  MailFromDomainNotVerified: stopped('sender.not_verified'),
  FromEmailAddressNotVerified: stopped('sender.not_verified'),
  ProductionAccessNotGranted: stopped('sender.sandbox'),
};

/** No connection was made, so that nothing can have been sent. The SDK sometimes hands on the message alone. */
const NOT_CONNECTED =
  /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b|without establishing a connection|did not establish a connection|before secure TLS connection was/iu;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: a@b.example, c@d.example" */
function notVerified(message: string, sender: string, sandbox: boolean): MailFailure {
  const named = message.slice(message.lastIndexOf(':') + 1).toLowerCase();
  const identities = [...named.matchAll(/[^\s,;<>]+/gu)].map(([one]) => one);
  const ofSender = identities.some((one) => one === sender.toLowerCase() || one === domainOf(sender));
  if (ofSender) return stopped('sender.not_verified');
  return sandbox ? REFUSED : stopped('sender.sandbox');
}

/** What MessageRejected says is its text alone; one that is not known is taken for our own doing, so that it costs no campaign. */
function rejected(message: string, sender: string, sandbox: boolean): MailFailure {
  if (/not verified/iu.test(message)) return notVerified(message, sender, sandbox);
  if (/suspend|shut ?down/iu.test(message)) return stopped('sender.suspended');
  if (/paused|disabled/iu.test(message)) return stopped('sender.paused');
  if (/configuration set/iu.test(message)) return stopped('sender.configuration_set');
  if (/address.*blacklist|suppression list/iu.test(message)) return REFUSED;
  return stopped('sender.content');
}

/** InvalidParameterValue is about an address unless it names something that is the same in every mail. */
function invalidParameter(message: string): MailFailure {
  if (/configuration set/iu.test(message)) return stopped('sender.configuration_set');
  if (/\b(?:source|sender|from|reply-?to|return-?path|tags?|headers?|charset|content|mime|message)\b/iu.test(message))
    return stopped('sender.content');
  return REFUSED;
}

/**
 * @param sender settings.mail.from
 * @param sandbox whether the administrator allows to send in the sandbox (settings.mail.sandbox)
 */
export function mailFailure(answer: MailAnswer, sender: string, sandbox: boolean): MailFailure {
  const { message, status, code = '' } = answer;
  const name = answer.name.replace(/Exception$/u, '');
  const known = CODES[name];
  if (known) return known;
  if (name === 'MessageRejected') return rejected(message, sender, sandbox);
  if (name === 'InvalidParameterValue') return invalidParameter(message);
  if (status === undefined) {
    if (name === 'CredentialsProviderError') return stopped('sender.not_allowed');
    return NOT_CONNECTED.test(`${code} ${message}`) ? NOT_TAKEN : UNKNOWN;
  }
  if (status === 429) return NOT_TAKEN;
  // The request itself was refused (signature, rights, form): the next one would be too.
  return status >= 400 && status < 500 ? stopped('sender.not_allowed') : UNKNOWN;
}

/** The failure as an error: mail.busy (tried again), mail.uncertain, mail.refused, or one of `sender.`. */
export function mailError(failure: MailFailure, cause?: unknown): LandfallError {
  if (failure.kind === 'not-taken') return transient('mail.busy', cause);
  if (failure.kind === 'stopped') return new LandfallError(failure.code, { cause });
  if (failure.kind === 'refused') return new LandfallError('mail.refused', { detail: 'The mail was refused.', cause });
  return new LandfallError('mail.uncertain', { cause });
}
