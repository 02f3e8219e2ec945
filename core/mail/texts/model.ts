/**
 * What a mail says, language by language. `{name}` stands for a value (MailData); everything else is text as people read it.
 */
import type { Changer, WayChange } from '#core/notices/ways.ts';

export const MAIL_KINDS = [
  /** To an imported user: how to get a password. */
  'migration',
  /** The same again, to one who has not come yet. */
  'reminder',
  /** The single-use link of Forgot Your Password. */
  'recovery-link',
  /** The answer to Forgot Your Password before a first token logon and a complete enrolment. */
  'recovery-not-ready',
  'password-changed',
  'administrator-reset',
  /** Proof of the mailbox before a first PIN (setting newPinProof). */
  'new-pin-proof',
  /** The answer to Forgot Your Password soon after an administrator gave the user another address (N1). */
  'recovery-wait',
  /** A change to a way into the account (N1). */
  'way-changed',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** A paragraph; numbered steps; a link as a button, with its address beneath; a code on a line of its own. */
export type Block =
  | string
  | { readonly steps: readonly string[] }
  | { readonly button: string }
  | { readonly code: string };
export type MailText = { readonly subject: string; readonly blocks: readonly Block[] };

export type Texts = {
  /** Greeting with and without a name. */
  readonly greeting: string;
  readonly greetingUnnamed: string;
  /** Stands above the address beneath a button. */
  readonly linkHint: string;
  readonly closing: string;
  /** Of each change to a way in: what was changed, as the end of a subject and as a sentence. */
  readonly changes: Readonly<Record<WayChange, { readonly title: string; readonly text: string }>>;
  /** Who changed it: stands after “by”. */
  readonly changers: Readonly<Record<Changer, string>>;
  /** After a change of the address. */
  readonly waits: string;
  readonly mails: Readonly<Record<MailKind, MailText>>;
};
