/**
 * What travels through a migration's state machine (256 KiB, kept in its history): counts, names of objects and wrapped keys;
 * never a plain key, a seed, an address or a user's name. statemachines/migration.types.ts says which state gets what.
 */
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { SourceKind } from '#core/source-kind.ts';
import type { RunOptions } from './run-options.ts';

export type { RunOptions } from './run-options.ts';

/** What start-run gives a new execution. */
export type MigrationInput = {
  /** The run's id. */
  readonly migration: string;
  /** 32 hex digits: the manifest's SHA-256, cut. Absent in an execution that a release before started: there it is the run's id. */
  readonly manifestId?: string;
  readonly dryRun: boolean;
  readonly policy: DuplicatePolicy;
  readonly options?: RunOptions;
  readonly attempt: number;
  /** Parts finished under the same generation are not done again: a resume keeps it, any other start raises it. */
  readonly generation: number;
  /** The package in the export bucket; every later read demands this ETag. */
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  /** Unix ms of the run's first attempt: the time in every imported item, so that two attempts write the same bytes. */
  readonly importedAt: number;
  /** For AwaitEarlierAttempt. */
  readonly waitSeconds: number;
  /** plans/<run>.given-user-ids.json holds user IDs that its source's people get. */
  readonly givenUserIds?: true;
  /** Users are in already: begins with the settings. Absent in every other attempt. */
  readonly afterApproval?: true;
};

/** ReadManifest's output, and the state from there on. */
export type MigrationRun = MigrationInput & {
  readonly source: SourceKind;
  /** Name of the source deployment. */
  readonly sourceName: string;
  /** Unix ms: of two exports of a source the later one is the newer. */
  readonly packedAt: number;
  /** Whether the package can say who is gone. */
  readonly full: boolean;
  /** plans/<run>.user-ids.json holds the user IDs that the source's people get here: core/migration/user-id-map.ts. */
  readonly userIdMap?: true;
  /** An older package than the newest that people of its source follow, and not asked to correct them: it only creates. */
  readonly older: boolean;
  /** Of this source in the directory when the run began, by its index. 0: a first import. */
  readonly people: number;
  /** Key of the list of ranges in the export bucket, a CompareInput's `range` a line. */
  readonly ranges: string;
  /** The manifest's own id, bound into every part. */
  readonly packageId: string;
  /** Key of the plan in the export bucket: one PlannedPart a line; from PlanRun on one PlannedWork. */
  readonly plan: string;
  /** Prefix in the report bucket for the ResultWriters. */
  readonly results: string;
  /** Of the plan. */
  readonly parts: number;
  readonly records: number;
  /** Base64: the package's data key under the seed key. */
  readonly wrappedKey: string;
  /** What it is bound to. Absent in a run that a release before has begun: see keyContextOf. */
  readonly keyContext?: { readonly run: string };
  /** Of the Maps. */
  readonly maxConcurrency: number;
};

/**
 * What the data key of a run's package is bound to (KMS's encryption context): the seeds that the run seals are bound to {migration}, so that
 * a role can be allowed to open one and not the other. A release before bound both to the same.
 */
export const keyContextOf = ({
  migration,
  keyContext,
}: Pick<MigrationRun, 'migration' | 'keyContext'>): Readonly<Record<string, string>> => keyContext ?? { migration };

/** SortKeys: whether all is sorted. */
export type SortsOutput = { readonly done: boolean };
export type SortsInput = MigrationRun & { readonly sorts?: SortsOutput };

/** PlanRun's output, and the state from there on. `asks`: whether the changes are previewed before the first write. */
export type PlannedRun = MigrationRun & { readonly asks: boolean };
/** MoveUsers: how many sequences of moves are done, and whether these are all. */
export type MovesOutput = { readonly done: boolean; readonly next: number };
export type MovesInput = PlannedRun & { readonly moves?: MovesOutput };

/** One line of plans/<migration>.jsonl. */
export type PlannedPart = {
  readonly name: string;
  /** From 1, in the manifest's order. */
  readonly index: number;
  readonly size: number;
  /** Hex, of the sealed bytes. */
  readonly sha256: string;
  readonly records: number;
  /** Lines behind the records: who stays in the source. */
  readonly present?: number;
} & PlaceOfPart;
/**
 * Bytes from the start of the package to the part's local header; in a plan that a release before made, `offset`: to the part's own bytes.
 */
type PlaceOfPart = { readonly header: number } | { readonly header?: undefined; readonly offset: number };

/** People and tokens of the source that a full export does not hold any more, a further part of the run. */
export type PlannedLeavers = {
  readonly kind: 'leavers';
  /** Behind those of the package. */
  readonly index: number;
  /** Name of the list under plans/. */
  readonly object: string;
  readonly records: number;
};
/** One line of plans/<run>.work.jsonl. */
export type PlannedWork = PlannedPart | PlannedLeavers;
export const isLeavers = (part: PlannedWork): part is PlannedLeavers => 'kind' in part;

/** VerifyPart. */
export type PartInput = { readonly run: MigrationRun; readonly part: PlannedPart };
/** PreviewPart and IngestPart. */
export type WorkInput = { readonly run: MigrationRun; readonly part: PlannedWork };
/** CompareRange: a range of the hashes, from 0. */
export type CompareInput = {
  readonly run: MigrationRun;
  readonly range: { readonly number: number; readonly of: number };
};
export type CompareOutput = {
  readonly range: number;
  readonly collisions: number;
  /** People and tokens of the source that the export does not name in this range. */
  readonly missing: number;
  readonly renames: number;
};
export type PartOutput = { readonly part: number; readonly records: number; readonly rejected: number };

/** What the execution of a rollback is given: it goes a way of its own through the same machine. */
export type RollbackInput = {
  /** The rollback's own run id. */
  readonly migration: string;
  readonly rollback: true;
  /** The import that is taken back. */
  readonly of: string;
  readonly preview: boolean;
  /** A preview of a rollback has a run, and with it a report, of its own. */
  readonly dryRun: false;
  readonly policy: DuplicatePolicy;
  readonly attempt: number;
  readonly generation: number;
  /** Until no other attempt can still write. */
  readonly waitSeconds: number;
};
/** PlanRollback's output, and the state from there on. */
export type RollbackRun = RollbackInput & {
  /** Key of the list in the export bucket: the number of a part a line. */
  readonly plan: string;
  readonly results: string;
  readonly parts: number;
  readonly maxConcurrency: number;
};
/** RollbackPart: a part of the report of the import. */
export type RollbackPartInput = { readonly run: RollbackRun; readonly part: { readonly part: number } };

/** From EnableSelfService on: the state with whether the change of settings waits for an approval. */
export type NotifyInput = MigrationRun & {
  readonly selfService?: { readonly awaited: boolean };
};
/** What one round has not told, a campaign does. The other two are for an execution that a release before began: it asks for them. */
export type NotifyOutput = {
  readonly done: true;
  readonly cursor: { readonly part: number; readonly line: number };
  readonly waitSeconds: 0;
};

/** RecordFailure: any state with what Catch put beside it. */
export type FailureInput = MigrationInput & { readonly error: { readonly Error: string; readonly Cause?: string } };
export type FailureOutput = { readonly code: string; readonly hint: string };
