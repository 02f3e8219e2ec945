/**
 * A campaign in its run's record: whom it tells what, and how far it is. Its counts are the run's notices. Times are Unix milliseconds.
 */

/** What a campaign sends: what to do, or a reminder of it to those who were told and are not home. */
export const CAMPAIGN_MAILS = ['migration', 'reminder'] as const;
export type CampaignMail = (typeof CAMPAIGN_MAILS)[number];

/** Without `source`, `listed` and `userId`: the people of all sources. */
export type Audience = {
  /** The people of this source. */
  readonly source?: string;
  /** How many people its list names: see adapters/runs/campaigns.ts. */
  readonly listed?: number;
  /** One person, as written. */
  readonly userId?: string;
  /** Also those whom an earlier mail has told, or may have. */
  readonly again?: true;
};

/** What a pass over the people has found: of each of them what is true of the person now. */
export type Found = {
  readonly lookedAt: number;
  readonly notInformed: number;
  readonly notAble: number;
  readonly notPossible: number;
  readonly notNeeded: number;
};
export const NOTHING_FOUND: Found = { lookedAt: 0, notInformed: 0, notAble: 0, notPossible: 0, notNeeded: 0 };

/** Where a pass over the people stands. */
export type MailingPlace = {
  /** From 1. */
  readonly pass: number;
  readonly beganAt: number;
  /** Of a list: how many of it are done. */
  readonly line?: number;
  /** Of the people by the index: the source, the shard of it, and behind whom it goes on. */
  readonly source?: string;
  readonly shard?: number;
  readonly at?: string;
  /** Whether this pass has found a person to tell, or one whom another campaign is telling. */
  readonly due?: true;
  readonly found: Found;
};

/** Why a campaign waits: the day's share of the quota, the mail service, another campaign's turn, the time of a pass. */
export const WAITS = ['quota', 'busy', 'lane', 'pass', 'start'] as const;
export type WaitCause = (typeof WAITS)[number];

export type Mailing = {
  readonly mail: CampaignMail;
  readonly audience: Audience;
  /** When it begins, where it does not at once. */
  readonly at?: number;
  /** Mails a second, at most. */
  readonly pace?: number;
  /** The import whose mails it goes on with. */
  readonly from?: string;
  /** Rises with every write of its rounds. */
  readonly rev: number;
  /** Rounds of this execution. */
  readonly rounds: number;
  /** The last mail that it settled. */
  readonly changedAt?: number;
  /** People, counted at its beginning. */
  readonly total?: number;
  readonly place?: MailingPlace;
  /** What the last whole pass has found. */
  readonly found?: Found;
  readonly waitsUntil?: number;
  readonly waitsFor?: WaitCause;
  /** Mails a second of the last round. */
  readonly rate?: number;
};
