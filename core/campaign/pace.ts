/**
 * How fast a campaign may send: at most 80 % of the mail service's rate and of its rolling 24-hour quota, so that recovery
 * mails always have room.
 */
export type MailQuota = {
  /** Mails a second. */
  readonly maxSendRate: number;
  /** Mails in any 24 hours; -1: no limit. */
  readonly max24HourSend: number;
  readonly sentLast24Hours: number;
};

const SHARE = 0.8;
/** When the day's share is used up, look again after an hour. */
export const QUOTA_WAIT_SECONDS = 3600;

/** What campaigns may take, all together: mails a second, and in any 24 hours. */
export const campaignShare = ({ maxSendRate, max24HourSend }: MailQuota) => ({
  rate: Math.max(maxSendRate * SHARE, 0.1),
  day: max24HourSend < 0 ? Number.POSITIVE_INFINITY : Math.floor(max24HourSend * SHARE),
});

/** Mails that may still be sent in these 24 hours. */
export const allowance = (quota: MailQuota): number =>
  Math.max(0, Math.floor(campaignShare(quota).day - quota.sentLast24Hours));

/**
 * A token bucket that holds one second's worth, so that a small campaign goes out at once and a large one keeps the rate.
 * `take` gives the milliseconds to wait before the next mail. @param start Unix ms @param pace mails a second, at most
 */
export function pacer(quota: MailQuota, start: number, pace = Infinity): { take(now: number): number } {
  const perMs = Math.min(campaignShare(quota).rate, pace) / 1000;
  const capacity = Math.max(1, perMs * 1000);
  let tokens = capacity;
  let at = start;
  return {
    take(now) {
      tokens = Math.min(capacity, tokens + (now - at) * perMs) - 1;
      at = now;
      return tokens >= 0 ? 0 : Math.ceil(-tokens / perMs);
    },
  };
}
