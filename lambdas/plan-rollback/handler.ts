import type * as migrations from '#adapters/runs/index.ts';
import { type PlanRollbackPorts, planRollback } from '#core/migration/rollback/plan-rollback.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = PlanRollbackPorts &
  Pick<typeof migrations, 'enterState' | 'noteFacts' | 'finishState'> & {
    now(): number;
    readonly maxConcurrency: number;
  };

export const createHandler = (deps: Deps) =>
  task<Input<'PlanRollback'>, Output<'PlanRollback'>>(async (input) => {
    await deps.enterState(input, 'PlanRollback', deps.now());
    const run = await planRollback(deps, input, deps.maxConcurrency);
    await deps.noteFacts(input, { parts: run.parts });
    await deps.finishState(input, 'PlanRollback', deps.now());
    log.info('rollback.planned', { count: run.parts });
    return run;
  });
