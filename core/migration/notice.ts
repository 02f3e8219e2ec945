/** The one mail that tells an imported user what to do: its state, and the id by which the mail service's events find it. */
import { createHash } from 'node:crypto';
import { keyHash } from '#core/key-hash.ts';

/** What comes back of a sent mail: the mailbox does not exist, or its user marks the mail as spam. */
export const RETURNS = ['bounced', 'complained'] as const;
export type Return = (typeof RETURNS)[number];
/** How often each came back, of all mails of a migration. */
export type Returned = Readonly<Record<Return, number>>;
export const NOTHING_RETURNED: Returned = { bounced: 0, complained: 0 };

/** Why a user is not told: no address; nothing that the mail could ask for is possible here; the user can't log on. */
export const UNTOLD = ['not-informed', 'not-possible', 'not-able'] as const;
export type Untold = (typeof UNTOLD)[number];

/** `claimed` with nothing after it: sending was broken off, and whether the mail went out is not known. */
export const NOTICE_STATUSES = ['claimed', 'sent', ...RETURNS, 'failed', ...UNTOLD] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];
/** Whom a notice is about: a user ID alone may be another person's one day. Notices of releases before say nothing of it. */
export type NoticePerson = { readonly source?: string; readonly externalId?: string };
/** `to`: mailboxHash of the address that the newest mail went to; absent in notices of releases before. */
export type KnownNotice = NoticePerson & {
  readonly status: NoticeStatus;
  readonly migration: string;
  readonly to?: string;
};

/** By what a notice knows its mailbox again, and no reader of it learns the address. */
export const mailboxHash = (address: string): string => keyHash(address);

/** As a report has it: `none` where no mail was due. */
export const REPORTED_NOTICES = [...NOTICE_STATUSES, 'none'] as const;
export type ReportedNotice = (typeof REPORTED_NOTICES)[number];

/** 32 hex digits, the same for every migration: what the mail carries, so that its events name no user. @param key user key */
export const noticeId = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

/**
 * The notice under a person's user key, where it is this person's: one that was left of another person has told this one nothing.
 * Where either side has no immutable id, the user ID says who it is.
 */
export const noticeOfPerson = <Found extends NoticePerson>(
  notice: Found | undefined,
  person: NoticePerson,
): Found | undefined =>
  notice && !differ(notice.source, person.source) && !differ(notice.externalId, person.externalId) ? notice : undefined;

/** What a notice keeps of a user. */
export const noticePerson = ({ source, externalId }: NoticePerson): NoticePerson => ({
  ...(source === undefined ? {} : { source }),
  ...(externalId === undefined ? {} : { externalId }),
});

/** Whether the mail was sent, also where it came back. */
export const wasSent = (status: NoticeStatus): boolean =>
  status === 'sent' || (RETURNS as readonly NoticeStatus[]).includes(status);

/** Whether the user has read the mail, or may have: one that came back has told nothing. */
export const isTold = (status: NoticeStatus): boolean =>
  status !== 'bounced' && (wasSent(status) || status === 'claimed');
