/** The one mail that tells an imported user what to do: its state, and the id by which the mail service's events find it. */
import { createHash } from 'node:crypto';
import { isSamePerson, type KnownPerson, knownPerson } from '#core/directory/same-person.ts';
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

/**
 * `claimed`: an attempt sends the mail at this moment. `uncertain`: the attempt was broken off, or got no answer: whether the mail went out
 * is not known, and it is sent again on request alone. `failed`: refused for its address.
 */
export const NOTICE_STATUSES = ['claimed', 'sent', 'uncertain', ...RETURNS, 'failed', ...UNTOLD] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];
/** Whom a notice is about. */
export type NoticePerson = KnownPerson;
export const REMINDER_STATUSES = ['claimed', 'sent', 'uncertain', 'failed'] as const;
export type ReminderStatus = (typeof REMINDER_STATUSES)[number];
/** Of the newest reminder, beside the notice that it reminds of. Times are Unix milliseconds. */
export type Reminded = {
  /** How many there were. */
  readonly reminders?: number;
  readonly remindedAt?: number;
  readonly reminder?: ReminderStatus;
  /** The campaign, the attempt, and the mail service's id. */
  readonly reminderOf?: string;
  readonly reminderAttempt?: string;
  readonly reminderId?: string;
};
export type KnownNotice = NoticePerson &
  Reminded & {
    readonly status: NoticeStatus;
    /** The run that wrote it. */
    readonly migration: string;
    /** mailboxHash of the address that the newest mail went to; absent in notices of releases before. */
    readonly to?: string;
    /** Of the mailboxes that earlier mails went to. */
    readonly earlier?: readonly string[];
    /** Which round claimed it, and when (Unix ms); absent in notices of releases before. */
    readonly attempt?: string;
    readonly claimedAt?: number;
    /** Of its last change, Unix ms. */
    readonly at?: number;
    /** The mail service's. */
    readonly messageId?: string;
  };

/** By what a notice knows its mailbox again, and no reader of it learns the address. */
export const mailboxHash = (address: string): string => keyHash(address);

/** As a report has it: `none` where no mail was due. */
export const REPORTED_NOTICES = [...NOTICE_STATUSES, 'none'] as const;
export type ReportedNotice = (typeof REPORTED_NOTICES)[number];

/** 32 hex digits, the same for every migration: what the mail carries, so that its events name no user. @param key user key */
export const noticeId = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** The notice under a person's user key, where it is this person's: one that was left of another person has told this one nothing. */
export const noticeOfPerson = <Found extends NoticePerson>(
  notice: Found | undefined,
  person: NoticePerson,
): Found | undefined => (notice && isSamePerson(notice, person) ? notice : undefined);

/** What a notice keeps of a user. */
export const noticePerson = knownPerson;

/** Whether the mail was sent, also where it came back. */
export const wasSent = (status: NoticeStatus): boolean =>
  status === 'sent' || (RETURNS as readonly NoticeStatus[]).includes(status);

/** Whether the user has read the mail, or may have: one that came back has told nothing. */
export const isTold = (status: NoticeStatus): boolean =>
  status !== 'bounced' && (wasSent(status) || status === 'claimed' || status === 'uncertain');
