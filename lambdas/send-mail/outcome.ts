/** Before a mail is made, and after it could not be sent. */
import { isError, isErrorOf, isLandfallError } from '#core/errors.ts';
import { log } from '../shared/log.ts';

/**
 * Where the account can't be asked about, sending will tell.
 * @param checkSender of the mail service @throws LandfallError sender.* where it would take no mail
 */
export async function mayBeSent(checkSender: () => Promise<void>): Promise<void> {
  try {
    await checkSender();
  } catch (error) {
    if (isErrorOf(error, 'sender')) throw error;
    log.warn('mail.account_unread', { code: isLandfallError(error) ? error.code : 'mail.failed' });
  }
}

const OUTCOMES = [
  ['mail.refused', 'refused'],
  ['mail.uncertain', 'uncertain'],
] as const;

/** What became of a mail that is not tried again; undefined of one that is. */
export const outcomeOf = (error: unknown): string | undefined => OUTCOMES.find(([code]) => isError(error, code))?.[1];
