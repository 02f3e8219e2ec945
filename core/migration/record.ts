/**
 * The record of a run in the operations table: what was asked for, its progress and its result. An item of its own, replaced by its own
 * attempts alone. Console and CLI show it; the state machine's functions write it. Times are Unix milliseconds.
 */
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { SourceKind } from '#core/source-kind.ts';
import type { Mailing } from './mailing.ts';
import { NOTHING_RETURNED, type Returned } from './notice.ts';
import type { RunOptions } from './run-options.ts';
import type { Totals } from './totals.ts';
import { shownQuestions, type UnmatchedQuestion } from './unmatched.ts';

/** The states that do something, in the order in which they run. */
export const STATES = [
  'ReadManifest',
  'VerifyParts',
  'SortKeys',
  'CompareRanges',
  'PlanRun',
  'ReconcileSecurityQuestions',
  'PreviewParts',
  'ConfirmChanges',
  'MoveUsers',
  'IngestParts',
  'CheckRejects',
  'EnableSelfService',
  'NotifyUsers',
  'Summarize',
] as const;
/** Those of a rollback. */
const ROLLBACK_STATES = ['PlanRollback', 'RollbackParts', 'RestoreSettings', 'Summarize'] as const;
export const ALL_STATES = [...STATES, 'PlanRollback', 'RollbackParts', 'RestoreSettings'] as const;
export type StateName = (typeof ALL_STATES)[number];
/** What a run does. A preview goes the same way as an import and writes no user; a campaign sends mails alone. */
export const RUN_KINDS = ['preview', 'import', 'rollback', 'campaign'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export type StateProgress = {
  readonly status: 'running' | 'succeeded' | 'failed' | 'skipped';
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** Parts; NotifyUsers: users looked at. */
  readonly done?: number;
  readonly total?: number;
};
export type Failure = { readonly code: string; readonly hint: string; readonly state?: StateName };
export type Notices = {
  readonly sent: number;
  /** No e-mail address. */
  readonly notInformed: number;
  /** Refused by the mail service for their address. */
  readonly failed: number;
  /** Broken off while sending, or without an answer: whether the mail went out is not known. Absent: none. */
  readonly uncertain?: number;
  /** Had a password or a notice already. */
  readonly notNeeded: number;
  /** Could not do what the mail says: the console takes no token alone, or Forgot Your Password is off. Absent where there are none. */
  readonly notPossible?: number;
  /** Can't log on: disabled, locked, out of their dates, or without a usable token. Absent where there are none. */
  readonly notAble?: number;
};
/**
 * Where a campaign stands: part, and the last line that is done. Behind the parts it walks the people of the source by the index: `shard`
 * of it, and `at`, behind which it goes on; gone once it is over.
 */
export type CampaignPlace = {
  readonly part: number;
  readonly line: number;
  readonly shard?: number;
  readonly at?: string;
};
/** Users that a campaign has looked at, whatever the state of their notices. */
export function lookedAt({ sent, notInformed, failed, notNeeded, ...others }: Notices): number {
  const { uncertain = 0, notPossible = 0, notAble = 0 } = others;
  return sent + notInformed + failed + notNeeded + uncertain + notPossible + notAble;
}
export type RunTotals = Totals & { readonly notices: Notices };
/** As they are shown: bounced and complained are among those sent. */
export type ShownNotices = Notices & Returned;
export type ShownTotals = Omit<Totals, 'unmatched'> & { readonly notices: ShownNotices };
export type SettingsChange = {
  /**
   * `intended` until the settings' own write is known to be done; `preview`: what a run would change; `awaited`: it waits for a
   * super-admin's approval; `refused`: it was not approved, and is not made.
   */
  readonly status: 'preview' | 'intended' | 'applied' | 'awaited' | 'refused';
  readonly before: { readonly selfService: string; readonly forgotPasswordLink: boolean };
  readonly after: { readonly selfService: string; readonly forgotPasswordLink: boolean };
  /** settings.weakened: the old value always asked for more than one factor. */
  readonly weakened: boolean;
  /** Of the settings after the change: a rollback restores only while it is still the current one. */
  readonly version: number;
};

/** Why a rollback left the settings as they are. */
export const SETTINGS_KEPT = ['settings.changed_since', 'settings.people_left'] as const;
/** What a rollback did with the settings that the import had changed. `none`: it had changed none; `preview`: a rollback would restore them. */
export type SettingsRestored = {
  readonly status: 'restored' | 'kept' | 'none' | 'preview';
  readonly why?: (typeof SETTINGS_KEPT)[number];
};

/** Of a super-admin, about a change of settings that weakens: see core/migration/approval.ts. */
export const DECISIONS = ['approved', 'refused'] as const;
export type Decision = (typeof DECISIONS)[number];
export type Approval = Pick<SettingsChange, 'before' | 'after'> & {
  readonly decision: Decision;
  /** User key, or operator's ARN. */
  readonly by: string;
  /** Unix ms. */
  readonly at: number;
};

/**
 * `queued`: another run of its source writes; it starts by itself. `waiting`: a super-admin has to decide (see `waitsFor`), and no execution
 * is under way. `not-started`: it never will be, and `error` says why. Of campaigns alone: `scheduled`: begins at its time; `held`, `ended`: by an
 * administrator; `stopped`: something has to be mended first, and `error` says what.
 */
export const RUN_STATUSES = [
  'queued',
  'starting',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'not-started',
  'scheduled',
  'held',
  'stopped',
  'ended',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
/** What a super-admin has to decide: a change of settings that weakens, or changes of people that are too many or were told already. */
export const DECIDED = ['approval', 'confirmation'] as const;
export type Decided = (typeof DECIDED)[number];

/** Of a source's people (`people`): how many would get another address, user ID, enabled flag or token, or be disabled as gone. */
export type NeedsYes = { readonly people: number; readonly changed?: number; readonly gone?: number };

export type RunRecord = {
  /** See core/migration/runs/run-id.ts. A run of a release before has its package's id. */
  readonly id: string;
  /** 32 hex digits: of the manifest. Absent where the package could not be read. */
  readonly packageId?: string;
  readonly status: RunStatus;
  readonly kind: RunKind;
  readonly options?: RunOptions;
  /** Of a wave: hash of its list. */
  readonly wave?: string;
  /** What it waits for. Beside `succeeded`, too: the run is over but for this. */
  readonly waitsFor?: readonly Decided[];
  /** Why an import waits for a confirmation, or one like this preview would. */
  readonly needsYes?: NeedsYes;
  readonly policy: DuplicatePolicy;
  readonly attempt: number;
  /** Of its passes over the parts: a resume goes on with the one before, a confirmation begins another. */
  readonly generation: number;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  /** User key, operator's ARN, or `upload`. */
  readonly requestedBy: string;
  readonly firstSeenAt: number;
  /** Of this attempt. */
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** Of an import: the time in what it creates, the same in each attempt. */
  readonly importedAt?: number;
  /** Of an import that came to its end. */
  readonly completedAt?: number;
  readonly execution: string;
  /** The id of the packer who signed the package. */
  readonly signedBy?: string;
  /** It was given user IDs for its source's people: core/migration/user-id-map.ts. */
  readonly givenUserIds?: true;
  /** What the execution was given, so that a lost start can be repeated word for word. */
  readonly input?: string;
  readonly source?: {
    readonly kind: SourceKind;
    readonly deployment: string;
    readonly packedAt: string;
    readonly packer: string;
  };
  /** Of the package: what its manifest says. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly refusals?: readonly { readonly code: string; readonly count: number; readonly details: readonly string[] }[];
  readonly parts?: number;
  readonly states: Readonly<Partial<Record<StateName, StateProgress>>>;
  /** Distinct questions of the package: found in the catalogue, and not. */
  readonly questions?: {
    readonly matched: number;
    readonly unmatched: number;
    /** Those that were not found. A record of an older version has none. */
    readonly missing?: readonly UnmatchedQuestion[];
  };
  readonly enrolment?: number;
  readonly error?: Failure;
  readonly settingsChange?: SettingsChange;
  /** Of a dry run. */
  readonly settingsPreview?: SettingsChange;
  /** What a super-admin decided about the change of settings. */
  readonly approval?: Approval;
  /** While it waits: what the rest of the run begins with. */
  readonly rest?: string;
  readonly notices?: Notices;
  /** Of the mails of every attempt; absent while none came back. Kept apart from the record, and read with it. */
  readonly returned?: Returned;
  readonly totals?: RunTotals;
  readonly campaign?: CampaignPlace;
  /** Of a rollback: the import that it takes back. */
  readonly of?: string;
  /** Of a rollback that only says what it would do. */
  readonly preview?: true;
  /** Of an import: the rollback that takes it back. From then on it mails no user and is not resumed. */
  readonly rollback?: { readonly run: string; readonly at: number };
  readonly settingsRestored?: SettingsRestored;
  /** Of an import: the campaign that sends the rest of its mails. */
  readonly mailsIn?: string;
  /** Of a campaign. */
  readonly mailing?: Mailing;
};

/** Whether it changes the directory, and so takes the writer of its source. */
export const isWriting = ({ kind, preview }: Pick<RunRecord, 'kind' | 'preview'>): boolean =>
  kind !== 'preview' && kind !== 'campaign' && preview !== true;

/** Whether no execution is under way, nor will be by itself: it has ended, is held, or waits for a super-admin. */
export const isOver = ({ status }: Pick<RunRecord, 'status'>): boolean =>
  !(['queued', 'starting', 'running', 'scheduled'] as readonly RunStatus[]).includes(status);

/** How long a function of a run may still write after its execution has ended. */
const WRITES_AFTER_END_MS = 100_000;

/** Whether a function of the run may still write into the directory. @param now Unix ms */
export const mayStillWrite = ({ status, finishedAt }: Pick<RunRecord, 'status' | 'finishedAt'>, now: number): boolean =>
  !isOver({ status }) || now < (finishedAt ?? 0) + WRITES_AFTER_END_MS;

const withReturned = (notices: Notices, { returned = NOTHING_RETURNED }: RunRecord): ShownNotices => ({
  ...notices,
  ...returned,
});

/** The totals as they are shown, with what has come back until now. */
export function shownTotals(record: RunRecord): ShownTotals | undefined {
  if (!record.totals) return undefined;
  const { unmatched: _byPlace, ...totals } = record.totals;
  return { ...totals, notices: withReturned(totals.notices, record) };
}

const STATES_OF: Readonly<Partial<Record<RunKind, readonly StateName[]>>> = { rollback: ROLLBACK_STATES, campaign: [] };
const statesOf = ({ kind }: RunRecord): readonly StateName[] => STATES_OF[kind] ?? STATES;

/**
 * What an administrator sees of a record: the states in order, those not reached yet as `pending`; of a dry run the settings
 * as a run would change them, not as an earlier run did.
 */
export function viewOf(record: RunRecord) {
  const {
    states,
    input: _input,
    givenUserIds: _map,
    generation: _generation,
    campaign: _campaign,
    mailing,
    returned: _returned,
    ...kept
  } = record;
  const { rest: _rest, notices, totals: _totals, questions, ...shown } = kept;
  const totals = shownTotals(record);
  const { settingsPreview, settingsChange, ...others } = shown;
  const change = record.kind === 'preview' ? settingsPreview : settingsChange;
  const over = isOver(record);
  return {
    ...others,
    ...(notices ? { notices: withReturned(notices, record) } : {}),
    ...(totals ? { totals } : {}),
    ...(questions
      ? {
          questions: {
            ...questions,
            missing: shownQuestions(questions.missing ?? [], record.totals && (record.totals.unmatched ?? {})),
          },
        }
      : {}),
    ...(change ? { settingsChange: change } : {}),
    ...(mailing ? { mail: mailing.mail, audience: mailing.audience } : {}),
    states: statesOf(record).map((state) => ({
      state,
      ...(states[state] ?? { status: over ? 'skipped' : 'pending' }),
    })),
  };
}
export type RunView = ReturnType<typeof viewOf>;

export const NO_NOTICES: Notices = { sent: 0, notInformed: 0, failed: 0, notNeeded: 0 };

/** Whether the process that was to start a run, or a campaign, has ended: it takes no five minutes. @param now Unix ms */
export const isStartOver = ({ startedAt }: Pick<RunRecord, 'startedAt'>, now: number): boolean =>
  now - startedAt >= 5 * 60_000;
