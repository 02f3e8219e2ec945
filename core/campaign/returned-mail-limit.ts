/** When a campaign must stop: mail services pause senders whose mails keep coming back. */
import { invalid } from '#core/errors.ts';
import type { Returned } from '#core/migration/notice.ts';
import type { Notices } from '#core/migration/record.ts';

/** Of fewer mails the share is not meaningful. */
const LEAST = 100;
/** So many refusals without one mail that was taken are no accident of addresses. */
const ALL_REFUSED = 10;

/**
 * @param mails of this migration: sent, those that came back among them, and refused for their address (failed)
 * @param percent of them that may come back or be refused (settings.mail.toleratedReturnsPercent)
 * @throws LandfallError campaign.stopped (409; facts: sent, bounced, complained, refused)
 */
export function checkReturnedMails(
  { sent, failed: refused }: Pick<Notices, 'sent' | 'failed'>,
  { bounced, complained }: Returned,
  percent: number,
): void {
  const bad = bounced + complained + refused;
  const tooMany = sent + refused >= LEAST && bad * 100 > (sent + refused) * percent;
  if (!tooMany && !(sent === 0 && refused >= ALL_REFUSED)) return;
  const returned = `Of ${sent} mails ${bounced} bounced and ${complained} were called spam${refused > 0 ? `, and ${refused} were refused` : ''}`;
  const detail = `${returned}, more than ${percent} in a hundred. The report names their users. Tell them in another way; to go on with the others, raise mail.toleratedReturnsPercent in the settings and start the import again.`;
  throw invalid('campaign.stopped', detail, { sent, bounced, complained, ...(refused > 0 ? { refused } : {}) });
}
