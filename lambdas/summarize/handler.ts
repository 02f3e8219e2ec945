import type * as migrations from '#adapters/migrations/index.ts';
import { LandfallError } from '#core/errors.ts';
import { NO_NOTICES } from '#core/migration/record.ts';
import { sumTotals } from '#core/migration/totals.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { log } from '../log.ts';
import { task } from '../task.ts';

export type Deps = Pick<
  typeof migrations,
  'enterState' | 'finishState' | 'readMigration' | 'finishedParts' | 'markSucceeded'
> & {
  putSummary(migration: string, dryRun: boolean, summary: unknown): Promise<void>;
  now(): number;
};

export const createHandler = (deps: Deps) =>
  task<Input<'Summarize'>, Output<'Summarize'>>(async (run) => {
    const { migration, dryRun, attempt } = run;
    await deps.enterState(run, 'Summarize', deps.now());
    const record = await deps.readMigration(migration);
    if (!record) throw new LandfallError('migration.not_found', 404);
    const parts = await deps.finishedParts(migration, dryRun, run.generation);
    const totals = { ...sumTotals(parts.map((part) => part.totals)), notices: record.notices ?? NO_NOTICES };
    const { source, counts, refusals, questions } = record;
    const settingsChange = dryRun ? record.settingsPreview : record.settingsChange;
    await deps.putSummary(migration, dryRun, {
      migration,
      dryRun,
      attempt,
      policy: run.policy,
      source,
      counts,
      refusals,
      questions,
      settingsChange,
      totals,
    });
    await deps.finishState(run, 'Summarize', deps.now());
    await deps.markSucceeded(run, deps.now(), totals, !dryRun);
    const { created, skipped } = totals.users;
    log.info('migration.succeeded', { migration, attempt, created, skipped, rejected: totals.records.rejected });
    return { migration, dryRun, totals };
  });
