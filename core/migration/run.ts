/**
 * What travels through a migration's state machine (256 KiB, kept in its history): counts, names of objects and wrapped keys;
 * never a plain key, a seed, an address or a user's name. statemachines/migration.types.ts says which state gets what.
 */

import type { SourceExport } from '#core/directory/items.ts';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { SourceKind } from '#core/source-kind.ts';

/** What start-run gives a new execution. */
export type MigrationInput = {
  /** 32 hex digits: the manifest's SHA-256, cut. */
  readonly migration: string;
  readonly dryRun: boolean;
  readonly policy: DuplicatePolicy;
  readonly attempt: number;
  /** Parts finished under the same generation are not done again: a resume keeps it, any other start raises it. */
  readonly generation: number;
  /** The package in the export bucket; every later read demands this ETag. */
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  /** Unix ms of the first real run: the time in every imported item, so that two runs write the same bytes. */
  readonly importedAt: number;
  /** For AwaitEarlierAttempt. */
  readonly waitSeconds: number;
  /** Users are in already: begins with the settings. Absent in every other attempt. */
  readonly afterApproval?: true;
};

/** ReadManifest's output, and the state from there on. */
export type MigrationRun = MigrationInput & {
  readonly source: SourceKind;
  /** Absent in an execution that an earlier release began. */
  readonly from?: SourceExport;
  /** The manifest's own id, bound into every part. */
  readonly packageId: string;
  /** Key of the plan in the export bucket: one PlannedPart a line. */
  readonly plan: string;
  /** Prefix in the report bucket for the ResultWriters. */
  readonly results: string;
  readonly parts: number;
  readonly records: number;
  /** Base64: the package's data key under the seed key, context {migration}. */
  readonly wrappedKey: string;
  /** Of both Maps. */
  readonly maxConcurrency: number;
};

/** One line of plans/<migration>.jsonl. */
export type PlannedPart = {
  readonly name: string;
  /** From 1, in the manifest's order. */
  readonly index: number;
  /** Bytes from the start of the package to the part's own. */
  readonly offset: number;
  readonly size: number;
  /** Hex, of the sealed bytes. */
  readonly sha256: string;
  readonly records: number;
};

/** VerifyPart and IngestPart. */
export type PartInput = { readonly run: MigrationRun; readonly part: PlannedPart };
export type PartOutput = { readonly part: number; readonly records: number; readonly rejected: number };

/** From EnableSelfService on: the state with whether the change of settings waits for an approval, and what the last round of mails left. */
export type NotifyInput = MigrationRun & {
  readonly selfService?: { readonly awaited: boolean };
  readonly notify?: NotifyOutput;
};
export type NotifyOutput = {
  readonly done: boolean;
  /** Where to go on: part index and how many of its report's lines are done. */
  readonly cursor: { readonly part: number; readonly line: number };
  /** For AwaitMailQuota. */
  readonly waitSeconds: number;
};

/** RecordFailure: any state with what Catch put beside it. */
export type FailureInput = MigrationInput & { readonly error: { readonly Error: string; readonly Cause?: string } };
export type FailureOutput = { readonly code: string; readonly hint: string };
