/** When a campaign will be done, as far as it can be said. */
import { allowance, campaignShare, type MailQuota } from './pace.ts';

const DAY_MS = 86_400_000;

/**
 * @param left mails @param rate mails a second @param now Unix ms
 * @returns Unix ms: what is left of today's share now, and then a day's share a day; undefined where no mail may be sent at all
 */
export function endOf(left: number, rate: number, quota: MailQuota, now: number): number | undefined {
  const share = campaignShare(quota);
  const today = Math.min(left, allowance(quota));
  const later = left - today;
  if (later > 0 && share.day < 1) return undefined;
  const days = later > 0 ? Math.ceil(later / share.day) : 0;
  const last = days > 0 ? later - (days - 1) * share.day : today;
  return Math.round(now + days * DAY_MS + (last / rate) * 1000);
}
