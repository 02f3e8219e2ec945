/** A notice is claimed by one attempt, before its mail is sent, and settled by that attempt alone. */
import type { CampaignMail } from '#core/migration/mailing.ts';
import type { KnownNotice, NoticePerson } from '#core/migration/notice.ts';

/** Who claimed. `attempt`: which round of which attempt; no two rounds share one. */
export type ClaimedBy = { readonly migration: string; readonly attempt: string; readonly mail: CampaignMail };
export type Claim = ClaimedBy & {
  /** mailboxHash of the address that the mail goes to. */
  readonly to: string;
  readonly person: NoticePerson;
  /** Of the mailboxes that this person's earlier mails went to. */
  readonly earlier: readonly string[];
  /** What stood there, be it another person's; undefined: nothing. It is the condition of the claim. */
  readonly seen: KnownNotice | undefined;
  /** Unix ms. */
  readonly now: number;
};
export type SettledAs =
  | { readonly status: 'sent'; readonly messageId: string }
  | { readonly status: 'failed' | 'uncertain' };

/** More mailboxes than these no person has had. */
const MAILBOXES = 20;

/** Once a mail goes to this mailbox: those of the mails before, newest first. @param notice of this person */
export function earlierMailboxes(notice: KnownNotice | undefined, next: string): string[] {
  if (!notice) return [];
  const { to, earlier = [] } = notice;
  return [...new Set([...(to === undefined ? [] : [to]), ...earlier])]
    .filter((mailbox) => mailbox !== next)
    .slice(0, MAILBOXES);
}
