/** The one mail that tells an imported user what to do: what became of it, and how the mail service's word on it finds it again. */
import { createHash } from 'node:crypto';

/** What comes back of a mail that was sent: nobody has that mailbox, or its owner calls it spam. */
export const RETURNS = ['bounced', 'complained'] as const;
export type Return = (typeof RETURNS)[number];
/** How often either came, of all that a migration has sent. */
export type Returned = Readonly<Record<Return, number>>;
export const NOTHING_RETURNED: Returned = { bounced: 0, complained: 0 };

/** `claimed` with nothing after it: sending was broken off, and whether the mail went out is not known. */
export const NOTICE_STATUSES = ['claimed', 'sent', ...RETURNS, 'failed', 'not-informed'] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];
export type KnownNotice = { readonly status: NoticeStatus; readonly migration: string };

/** As a report has it: `none` where no mail was due. */
export const REPORTED_NOTICES = [...NOTICE_STATUSES, 'none'] as const;
export type ReportedNotice = (typeof REPORTED_NOTICES)[number];

/** 32 hex digits, the same for every migration: what the mail carries, so that its events name nobody. @param key user key */
export const noticeId = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** Whether the mail went out, whatever came back of it. */
export const wasSent = (status: NoticeStatus): boolean =>
  status === 'sent' || (RETURNS as readonly NoticeStatus[]).includes(status);
