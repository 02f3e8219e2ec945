/**
 * Input and output of each state of migration.asl.json, by the state's name. Where a state's result is discarded
 * (`ResultPath: null`) or merged, `output` is what its function gives.
 */

import type { SettingsRestored } from '#core/migration/record.ts';
import type {
  CompareInput,
  CompareOutput,
  FailureInput,
  FailureOutput,
  MigrationInput,
  MigrationRun,
  MovesInput,
  MovesOutput,
  NotifyInput,
  NotifyOutput,
  PartInput,
  PartOutput,
  PlannedRun,
  RollbackInput,
  RollbackPartInput,
  RollbackRun,
  SortsInput,
  SortsOutput,
  WorkInput,
} from '#core/migration/run.ts';

export type MigrationStates = {
  AwaitEarlierAttempt: { input: MigrationInput; output: MigrationInput };
  ReadManifest: { input: MigrationInput; output: MigrationRun };
  /** Of VerifyParts; the Map discards what its children give. */
  VerifyPart: { input: PartInput; output: PartOutput };
  /** Under $.sorts. */
  SortKeys: { input: SortsInput; output: SortsOutput };
  /** Of CompareRanges. */
  CompareRange: { input: CompareInput; output: CompareOutput };
  PlanRun: { input: MigrationRun; output: PlannedRun };
  ReconcileSecurityQuestions: { input: PlannedRun; output: { matched: number; unmatched: number } };
  /** Of PreviewParts. */
  PreviewPart: { input: WorkInput; output: PartOutput };
  /** Under $.confirm. */
  ConfirmChanges: { input: PlannedRun; output: { waits: boolean } };
  /** Under $.moves. */
  MoveUsers: { input: MovesInput; output: MovesOutput };
  /** Of IngestParts. */
  IngestPart: { input: WorkInput; output: PartOutput };
  CheckRejects: { input: MigrationRun; output: { rejected: number } };
  /** Of its output `awaited` alone, under $.selfService. */
  EnableSelfService: { input: MigrationRun; output: { changed: boolean; weakened: boolean; awaited: boolean } };
  NotifyUsers: { input: NotifyInput; output: NotifyOutput };
  Summarize: { input: NotifyInput; output: { migration: string; dryRun: boolean; totals: object } };
  /** Of a rollback: its states end in Summarize. */
  PlanRollback: { input: RollbackInput; output: RollbackRun };
  /** Of RollbackParts. */
  RollbackPart: { input: RollbackPartInput; output: PartOutput };
  RestoreSettings: { input: RollbackRun; output: SettingsRestored };
  /** Under $.error, as Error and Cause. */
  RecordFailure: { input: FailureInput; output: FailureOutput };
};

/** Input and output of a state's function. */
export type Input<S extends keyof MigrationStates> = MigrationStates[S]['input'];
export type Output<S extends keyof MigrationStates> = MigrationStates[S]['output'];
