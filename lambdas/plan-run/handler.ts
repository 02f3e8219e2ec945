import type * as runs from '#adapters/runs/index.ts';
import { type PlanRunPorts, planRun } from '#core/migration/comparing/plan-run.ts';
import { readSorted } from '#core/migration/comparing/sorted-keys.ts';
import { strangersOf, withStrangers } from '#core/migration/comparing/strangers.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = PlanRunPorts &
  Pick<typeof runs, 'enterState' | 'finishState' | 'noteFacts' | 'readRun'> & { now(): number };

export const createHandler = (deps: Deps) =>
  task<Input<'PlanRun'>, Output<'PlanRun'>>(async (run) => {
    await deps.finishState(run, 'CompareRanges', deps.now(), (await readSorted(deps.readPlan, run.migration)).of);
    await deps.enterState(run, 'PlanRun', deps.now());
    const { run: planned, counts } = await planRun(deps, run);
    const strangers = await strangersOf(deps.readPlan, run);
    if (strangers.length > 0) {
      const { refusals = [] } = (await deps.readRun(run.migration)) ?? {};
      await deps.noteFacts(run, { refusals: withStrangers(refusals, strangers) });
    }
    await deps.finishState(run, 'PlanRun', deps.now());
    for (const [kind, count] of Object.entries(counts)) log.info('run.planned', { kind, count });
    return planned;
  });
