/** The mails of campaigns, made and sent: nothing else knows how they are made. */
import type { TaggedMail } from '#adapters/mail/ses.ts';
import type { MailDesign } from '#core/mail/design.ts';
import { migrationMail, type NamedUser } from '#core/mail/migration-mail.ts';
import { senderOf } from '#core/mail/sender.ts';
import { type IssuedLink, issueLinks } from '#core/mail/short-link.ts';
import type { CampaignMail } from '#core/migration/mailing.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { log } from './log.ts';
import { outcomeOf } from './mail-outcome.ts';

export type MailDeps = {
  storeLinks(links: readonly IssuedLink[]): Promise<void>;
  readMailDesign(): Promise<MailDesign>;
  sendMail(mail: TaggedMail): Promise<string>;
  publicOrigin(): string;
  now(): number;
};
/** A line for each mail: its notice leads to the user, its id to what the mail service knows of it. What may go out later is no line yet. */
async function noted(kind: CampaignMail, notice: string | undefined, send: () => Promise<string>): Promise<string> {
  const of = { kind, ...(notice === undefined ? {} : { notice }) };
  try {
    const messageId = await send();
    log.info('mail.sent', { ...of, outcome: 'sent', messageId });
    return messageId;
  } catch (error) {
    const outcome = outcomeOf(error);
    if (outcome !== undefined) log.warn('mail.sent', { ...of, outcome });
    throw error;
  }
}

type Reader = NamedUser & { readonly email: string };

/** `mailTo` sends a mail to a user whom `prepare` was told of, and answers with the mail service's id. */
export async function campaignMails(deps: MailDeps, settings: Settings) {
  const design = await deps.readMailDesign();
  const sender = senderOf(settings);
  const urls = new Map<string, string>();
  return {
    async prepare(users: readonly Parameters<typeof issueLinks>[0][number][]): Promise<void> {
      const asked = { origin: deps.publicOrigin(), days: settings.mail.linkDays, now: deps.now() };
      const issued = issueLinks(users, asked);
      await deps.storeLinks(issued.links);
      for (const [key, url] of issued.urls) urls.set(key, url);
    },
    /** @param tags what the mail service's events bring back; never who it is for in the clear */
    mailTo(user: Reader, kind: CampaignMail, tags: Readonly<Record<string, string>> = {}): Promise<string> {
      const link = urls.get(userKey(user.userId))!;
      const mail = { to: user.email, sender, ...migrationMail(user, settings, { link, design }, kind), tags };
      return noted(kind, tags['notice'], () => deps.sendMail(mail));
    },
  };
}
