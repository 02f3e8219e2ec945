/** How much of the day's quota of mails is used: a line each time that a round of mails asks. */
import { allowance, type MailQuota } from '#core/campaign/pace.ts';
import { log } from './log.ts';

/** The same port. */
export const notingQuota = (readQuota: () => Promise<MailQuota>) => async (): Promise<MailQuota> => {
  const quota = await readQuota();
  const { max24HourSend: day, sentLast24Hours } = quota;
  // -1: there is no limit.
  if (day > 0) log.info('mail.quota', { percent: Math.round((100 * sentLast24Hours) / day), count: allowance(quota) });
  return quota;
};
