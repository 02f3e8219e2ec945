/** Before a mail is made. */
import { isErrorOf, isLandfallError } from '#core/errors.ts';
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
