import type * as migrations from '#adapters/runs/index.ts';
import { isOfPersons } from '#core/migration/run-plan.ts';
import { giveBack, type WriterPorts } from '#core/migration/runs/writer.ts';
import { type SummarizePorts, summarize, waitsFor } from '#core/migration/summarize.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { type EndedPorts, tellEnded } from '../shared/ended.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = SummarizePorts &
  WriterPorts &
  EndedPorts &
  Pick<typeof migrations, 'enterState' | 'finishState' | 'markSucceeded' | 'markWaiting'> & {
    removePlans(run: string, which: (run: string, name: string) => boolean): Promise<void>;
    now(): number;
  };

export const createHandler = (deps: Deps) =>
  task<Input<'Summarize'>, Output<'Summarize'>>(async (run) => {
    const { migration, dryRun, attempt } = run;
    await deps.enterState(run, 'Summarize', deps.now());
    const totals = await summarize(deps, run);
    await deps.finishState(run, 'Summarize', deps.now());
    if (!dryRun) await giveBack(deps, run.sourceName, { run: migration, attempt }, deps.now());
    const awaited = run.selfService?.awaited === true;
    const outcome = { totals, waitsFor: waitsFor(run, totals, awaited) };
    // A run that waits for a yes goes on with its plan.
    if (outcome.waitsFor.length === 0) await deps.removePlans(migration, isOfPersons);
    if (awaited) await deps.markWaiting(run, deps.now(), outcome);
    else await deps.markSucceeded(run, deps.now(), outcome, !dryRun);
    if (!awaited) await tellEnded(deps, migration);
    const { created, skipped } = totals.users;
    log.info(awaited ? 'migration.waiting' : 'migration.succeeded', {
      created,
      skipped,
      rejected: totals.records.rejected,
    });
    return { migration, dryRun, totals };
  });
