/** A campaign as administrators see one. */
import * as z from 'zod';
import type { CampaignPorts } from '#core/administration/campaigns.ts';
import { deadlineOf } from '#core/campaign/deadline.ts';
import type { MailAccountView } from '#core/campaign/mail-account.ts';
import type { MailQuota } from '#core/campaign/pace.ts';
import { CAMPAIGN_STATUSES, type CampaignRecord, type CampaignView, campaignView } from '#core/campaign/view.ts';
import { CAMPAIGN_MAILS, WAITS } from '#core/migration/mailing.ts';
import type { Settings } from '#core/settings/model.ts';
import { answers, audience, unixTime } from '../route/shapes.ts';

const count = z.int();
export const mail = z
  .enum(CAMPAIGN_MAILS)
  .describe('`migration`: what to do; `reminder`: the same again, to those who were told and are not home');
const problem = z.strictObject({ code: z.string(), hint: z.string().describe('What to mend') });
const quota = z.strictObject({
  day: z.number().optional().describe('Mails in any 24 hours; absent: no limit'),
  sentLast24Hours: z.number(),
  share: z.number().optional().describe('What campaigns may take of it, all together: recovery mails keep the rest'),
  left: z.number().optional().describe('What is left of that now'),
});

export const campaign = answers<CampaignView>()(
  z.strictObject({
    id: z.string(),
    status: z
      .enum(CAMPAIGN_STATUSES)
      .describe(
        '`waiting`: goes on by itself, see `waitsFor`; `held` and `stopped`: on request; `stopped`: see `error`, what to mend',
      ),
    mail,
    audience,
    requestedBy: z.string().describe('User key, operator’s ARN, or `system`'),
    createdAt: unixTime,
    startedAt: unixTime.describe('Of this attempt, Unix milliseconds'),
    finishedAt: unixTime.optional(),
    at: unixTime.optional().describe('When it begins, where it does not at once'),
    from: z.string().optional().describe('The import whose mails it goes on with'),
    counts: z
      .strictObject({
        sent: count,
        uncertain: count.describe('Broken off while sending, or without an answer: sent again on request alone'),
        refused: count.describe('By the mail service, for their address'),
        bounced: count.describe('Of those sent'),
        complained: count.describe('Of those sent'),
        notInformed: count.describe('No e-mail address'),
        notAble: count.describe('Can’t log on'),
        notPossible: count.describe('The console takes no token alone, or Forgot Your Password is off'),
        notNeeded: count.describe('Home, or told before'),
      })
      .describe('Mails; the last four are people, as the last look at all of them found them'),
    lookedAt: count.describe('People, of this look at all of them'),
    people: count.optional().describe('Of its audience'),
    left: count.optional().describe('Mails that are still to be sent: an estimate'),
    pace: z
      .strictObject({ asked: z.number().optional(), now: z.number().optional(), allowed: z.number().optional() })
      .describe('Mails a second: as asked for, of the last round, as they may be'),
    quota: quota.optional(),
    waitsUntil: unixTime.optional(),
    waitsFor: z
      .enum(WAITS)
      .optional()
      .describe(
        '`quota`: of the day; `busy`: the mail service; `lane`: another campaign’s turn; `pass`: a last look at all people; `start`: its time',
      ),
    doneAt: unixTime.optional().describe('An estimate, Unix milliseconds'),
    dueAt: unixTime.optional().describe('By when it should be done: setting `mail.campaignDays`'),
    late: z.literal(true).optional().describe('It is expected to end after that, or has not ended by then'),
    error: problem.optional(),
  }),
);
export const campaignShape = { name: 'Campaign', schema: campaign };
export const mailAccount = answers<MailAccountView>()(
  z.strictObject({
    from: z.string().describe('The sender’s address'),
    name: z.string(),
    replyTo: z.string().optional(),
    verified: z.boolean(),
    enabled: z.boolean().describe('Whether sending is switched on'),
    sandbox: z.boolean().describe('The account is in the mail service’s sandbox'),
    sandboxAllowed: z.boolean().describe('The settings allow to mail verified recipients from there'),
    rate: z.number().describe('Mails a second'),
    campaignRate: z.number().describe('Of these for campaigns, all together'),
    quota,
    problem: problem.optional().describe('Why no mail would be taken'),
  }),
);

export const params = { id: { means: 'The campaign’s id: 32 hex digits', form: 'hex' } } as const;
export const SENDER_ERRORS = [
  'sender.unset',
  'sender.not_verified',
  'sender.sandbox',
  'sender.configuration_set',
  'sender.paused',
  'sender.suspended',
  'sender.not_allowed',
  'sender.content',
] as const;

export type ViewDeps = {
  readQuota(): Promise<MailQuota>;
  readSettings(): Promise<{ readonly settings: Pick<Settings, 'mail'> }>;
};
export type Deps = CampaignPorts & ViewDeps;

/** A page that shows how far campaigns are is shown also while the mail service can't be asked. */
const quotaOf = (deps: ViewDeps): Promise<MailQuota | undefined> => deps.readQuota().catch(() => undefined);
/** Several at once: quota and settings are asked for once. */
export async function viewsOf(
  deps: ViewDeps,
  records: readonly CampaignRecord[],
  now: number,
): Promise<CampaignView[]> {
  const [quota, { settings }] = await Promise.all([quotaOf(deps), deps.readSettings()]);
  return records.map((record) => {
    const view = campaignView(record, quota, now);
    const { dueAt, hoursLate } = deadlineOf(view, settings.mail.campaignDays, now);
    return { ...view, dueAt, ...(hoursLate > 0 ? { late: true } : {}) };
  });
}
export const shown = async (deps: ViewDeps, record: CampaignRecord, now: number): Promise<CampaignView> =>
  (await viewsOf(deps, [record], now))[0]!;
