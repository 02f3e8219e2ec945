/** Whether a campaign will end in time: within the days that the settings expect it to take (mail.campaignDays). */
import type { CampaignView } from './view.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Where no mail may be sent at all: a year. */
const NEVER_HOURS = 365 * 24;

type Seen = Pick<CampaignView, 'status' | 'createdAt' | 'at' | 'left' | 'doneAt' | 'quota'>;

const isOver = ({ status }: Seen): boolean => status === 'succeeded' || status === 'ended';

/** Hours that it is expected to end after its last day, at least those that it is over it; 0: in time. */
function hoursLate(of: Seen, dueAt: number, now: number): number {
  if (isOver(of) || of.left === 0) return 0;
  // Without the mail service's quota it is not known when it will be done.
  if (of.doneAt === undefined && of.quota && of.left !== undefined) return NEVER_HOURS;
  return Math.max(0, Math.ceil((Math.max(of.doneAt ?? now, now) - dueAt) / HOUR_MS));
}

export type Deadline = { readonly dueAt: number; readonly hoursLate: number };

/** @param days it is expected to take @param now Unix ms @returns `dueAt`: Unix ms */
export function deadlineOf(of: Seen, days: number, now: number): Deadline {
  const dueAt = Math.max(of.createdAt, of.at ?? 0) + days * DAY_MS;
  return { dueAt, hoursLate: hoursLate(of, dueAt, now) };
}
