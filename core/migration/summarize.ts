/** Summarize: the totals of all parts and the summary of the report; the migration has succeeded. */
import { LandfallError } from '#core/errors.ts';
import type { SumParts } from './part-sums.ts';
import { type Decided, NO_NOTICES, type RunRecord, type RunTotals } from './record.ts';
import type { MigrationRun } from './run.ts';
import { addsUp, sumsOf } from './sums.ts';
import { shownQuestions } from './unmatched.ts';

export type SummarizePorts = {
  readRun(id: string): Promise<RunRecord | undefined>;
  sumParts: SumParts;
  putSummary(migration: string, dryRun: boolean, summary: unknown): Promise<void>;
};

/** @throws LandfallError run.not_found where the record is gone */
export async function summarize(ports: SummarizePorts, run: MigrationRun): Promise<RunTotals> {
  const { migration, dryRun, attempt, policy } = run;
  const record = await ports.readRun(migration);
  if (!record) throw new LandfallError('run.not_found');
  const sum = await ports.sumParts(migration, dryRun, run.generation, run.parts);
  const totals = { ...sum.totals, notices: record.notices ?? NO_NOTICES };
  const { source, counts, refusals, questions } = record;
  const shown = questions && { ...questions, missing: shownQuestions(questions.missing ?? [], totals.unmatched ?? {}) };
  const settingsChange = dryRun ? record.settingsPreview : record.settingsChange;
  const sums = { ...sumsOf(totals, counts), addUp: addsUp(totals, counts) };
  const facts = { source, counts, refusals, questions: shown, settingsChange, totals, sums };
  await ports.putSummary(migration, dryRun, { migration, dryRun, attempt, policy, ...facts });
  return totals;
}

/** What a super-admin has to decide once the attempt is over: the settings, and changes of people who were told already. */
export const waitsFor = (
  { dryRun, options }: Pick<MigrationRun, 'dryRun' | 'options'>,
  { codes }: Pick<RunTotals, 'codes'>,
  awaited: boolean,
): Decided[] => [
  ...(awaited ? (['approval'] as const) : []),
  ...(!dryRun && !options?.confirmed && (codes['user.awaits_yes'] ?? 0) > 0 ? (['confirmation'] as const) : []),
];
