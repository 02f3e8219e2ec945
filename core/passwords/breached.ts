/**
 * Passwords known from breaches, by a look-up that does not reveal the password (k-anonymity): of its SHA-1 the first 5 hex
 * digits are sent, and the answer holds every known suffix behind them, as `<35 hex digits>:<count>` lines. The form is that
 * of Have I Been Pwned's range API, which an organisation can mirror. SHA-1 is the form's, not a protection.
 */
import { createHash } from 'node:crypto';
import { invalid } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';

/** The text of a range, or why there is none: one word for the log. */
export type BreachedRange = { readonly text: string } | { readonly failed: string };
export type BreachPorts = {
  /** Never throws, and answers within a second. @param url what stands before the prefix  @param prefix 5 hex digits */
  readBreachedRange(url: string, prefix: string): Promise<BreachedRange>;
  /** Leaves a line in the log: only the reason, nothing of the password. */
  noteLookupFailed(reason: string): void;
};

const PREFIX = 5;
const LINE = /^([0-9A-F]{35}):(\d{1,12})$/iu;

/**
 * Refuses a password that is known from breaches, where the setting asks for the look-up. Fails open: a service that is
 * down must not block a password that the shipped list lets pass.
 * @throws LandfallError password.breached (422)
 */
export async function checkBreached(password: string, settings: Settings, ports: BreachPorts): Promise<void> {
  const { breachedPasswords, breachedPasswordsUrl } = settings.passwordPolicy;
  if (!breachedPasswords) return;
  const hash = createHash('sha1').update(password.normalize('NFC'), 'utf8').digest('hex').toUpperCase();
  const range = await ports.readBreachedRange(breachedPasswordsUrl, hash.slice(0, PREFIX));
  const count = 'failed' in range ? range : countIn(range.text, hash.slice(PREFIX));
  if (typeof count !== 'number') ports.noteLookupFailed(count.failed);
  else if (count > 0)
    throw invalid(
      'password.breached',
      'This password is known from a breach of some service, so attackers try it. Choose another, and change it wherever else you use it.',
    );
}

/** How often the password of this suffix was found; padding has the count 0. A text that is no range is a failure. */
function countIn(text: string, suffix: string): number | { readonly failed: string } {
  let count = 0;
  for (const line of text.split(/\r?\n/u)) {
    if (line === '') continue;
    const found = LINE.exec(line);
    if (!found) return { failed: 'unreadable' };
    if (found[1]!.toUpperCase() === suffix) count = Number(found[2]);
  }
  return count;
}
