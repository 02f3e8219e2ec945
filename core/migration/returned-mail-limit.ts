/** When a campaign must stop: mail services pause senders whose mails keep coming back. */
import { invalid } from '#core/errors.ts';
import type { Returned } from './notice.ts';

/** Of fewer mails the share is not meaningful. */
const LEAST = 100;

/**
 * @param sent mails of this migration, those that came back among them
 * @param percent of them that may come back (settings.mail.toleratedReturnsPercent)
 * @throws LandfallError campaign.stopped (409; facts: sent, bounced, complained)
 */
export function checkReturnedMails(sent: number, { bounced, complained }: Returned, percent: number): void {
  if (sent < LEAST || (bounced + complained) * 100 <= sent * percent) return;
  const detail = `Of ${sent} mails ${bounced} bounced and ${complained} were called spam, more than ${percent} in a hundred. The report names their users. Tell them in another way; to go on with the others, raise mail.toleratedReturnsPercent in the settings and start the import again.`;
  throw invalid('campaign.stopped', detail, { sent, bounced, complained });
}
