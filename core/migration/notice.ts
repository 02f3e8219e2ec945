/**
 * What became of the one mail that tells a user what to do. `claimed` with nothing after it: sending was broken off, and whether
 * the mail went out is not known.
 */
export const NOTICE_STATUSES = ['claimed', 'sent', 'failed', 'not-informed'] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];
export type KnownNotice = { readonly status: NoticeStatus; readonly migration: string };

/** As a report has it: `none` where no mail was due. */
export const REPORTED_NOTICES = [...NOTICE_STATUSES, 'none'] as const;
export type ReportedNotice = (typeof REPORTED_NOTICES)[number];
