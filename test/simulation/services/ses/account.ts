/**
 * An account of Amazon SES: what it refuses before it takes a mail, in SES's own words. Source: Amazon SES developer guide ("Amazon SES email
 * sending errors", "Managing your sending limits") and API reference (version 2010-12-01).
 */
import { Refusal } from '../json.ts';

export type Account = {
  /** Addresses and domains; a domain stands for those below it. Undefined: everything is verified. */
  readonly verified?: readonly string[];
  readonly sandbox?: boolean;
  /** Sending is switched off by an administrator. */
  readonly paused?: boolean;
  /** AWS itself has suspended it. */
  readonly suspended?: boolean;
  /** By name. */
  readonly sets: Readonly<Record<string, { readonly paused?: boolean }>>;
  /** The MX record of the custom MAIL FROM domain is missing, and mails are to be rejected for it. */
  readonly mailFromFailed?: boolean;
  /** Mails in any 24 hours (-1: no limit), and in a second. */
  readonly day: number;
  readonly second: number;
};
export type Outgoing = {
  /** As it came: a bare address, or one with a display name. */
  readonly source: string;
  readonly to: readonly string[];
  readonly configurationSet: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly bytes: number;
};

const MAX_RECIPIENTS = 50;
const MAX_BYTES = 10_485_760;
const TAG = /^[\w-]{1,256}$/u;
const REGION = 'EU-CENTRAL-1';

export const addressIn = (text: string): string => (/<([^<>]*)>\s*$/u.exec(text)?.[1] ?? text).trim();

const covers = (list: readonly string[], address: string): boolean => {
  const low = address.toLowerCase();
  return list.some((one) => one.toLowerCase() === low || `.${low.split('@').at(-1)}`.endsWith(`.${one.toLowerCase()}`));
};
export const isVerified = ({ verified }: Account, identity: string): boolean =>
  verified === undefined || covers(verified, identity);

const invalid = (message: string) => new Refusal('InvalidParameterValue', message);
const rejected = (message: string) => new Refusal('MessageRejected', message);

/** @throws Refusal InvalidParameterValue, in SES's words */
function checkAddress(text: string): void {
  const address = addressIn(text);
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
  if (address === '') throw invalid('Empty address');
  if (at < 0) throw invalid("Missing final '@domain'");
  if (local === '') throw invalid('Missing local name');
  if (/[^!-~]/u.test(local)) throw invalid('Local address contains control or whitespace');
  if (/[<>(),;:\\"[\]@]/u.test(local)) throw invalid('Illegal address');
  if (domain === '') throw invalid("Missing final '@domain'");
  if (domain.startsWith('.')) throw invalid('Domain starts with dot');
  if (domain.endsWith('.')) throw invalid('Domain ends with dot');
  if (domain.includes('..')) throw invalid('Domain contains dot-dot');
  if (/[^!-~]/u.test(domain)) throw invalid('Domain contains control or whitespace');
  if (/[^\w.-]/u.test(domain)) throw invalid('Domain contains illegal character');
}

/** What is wrong with a mail, in the order in which SES looks: its form, the account, the set, the identities. @throws Refusal */
export function checkMail(account: Account, { source, to, configurationSet, tags, bytes }: Outgoing): void {
  if (to.length === 0) throw invalid('Missing required header or parameter: Destinations.');
  if (to.length > MAX_RECIPIENTS) throw invalid(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  if (bytes > MAX_BYTES) throw invalid(`Message length is more than ${MAX_BYTES} bytes long: '${bytes}'.`);
  for (const address of [source, ...to]) checkAddress(address);
  for (const [name, value] of Object.entries(tags))
    if (!TAG.test(name) || !TAG.test(value)) throw invalid('Invalid tag name or value.');
  if (account.suspended)
    throw rejected(
      'Sending suspended for this account. For more information, please check the inbox of the email address associated with your AWS account.',
    );
  if (account.paused) throw new Refusal('AccountSendingPausedException', 'Email sending is disabled for this account.');
  const set = configurationSet === '' ? {} : account.sets[configurationSet];
  if (!set)
    throw new Refusal('ConfigurationSetDoesNotExist', `Configuration set <${configurationSet}> does not exist.`);
  if (set.paused)
    throw new Refusal('ConfigurationSetSendingPausedException', `Email sending is disabled for <${configurationSet}>.`);
  const recipients = account.sandbox ? to.map(addressIn).filter((one) => !covers(account.verified ?? [], one)) : [];
  const failing = [...(isVerified(account, addressIn(source)) ? [] : [addressIn(source)]), ...recipients];
  if (failing.length > 0)
    throw rejected(
      `Email address is not verified. The following identities failed the check in region ${REGION}: ${failing.join(', ')}`,
    );
  if (account.mailFromFailed)
    throw new Refusal('MailFromDomainNotVerifiedException', 'The custom MAIL FROM domain is not verified.');
}
