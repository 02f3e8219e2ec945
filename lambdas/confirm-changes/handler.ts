import type * as runs from '#adapters/runs/index.ts';
import { type ConfirmChangesPorts, confirmChanges } from '#core/migration/comparing/confirm-changes.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = ConfirmChangesPorts & Pick<typeof runs, 'enterState' | 'finishState'> & { now(): number };

export const createHandler = (deps: Deps) =>
  task<Input<'ConfirmChanges'>, Output<'ConfirmChanges'>>(async (run) => {
    await deps.finishState(run, 'PreviewParts', deps.now(), run.parts);
    await deps.enterState(run, 'ConfirmChanges', deps.now());
    const waits = await confirmChanges(deps, run, deps.now());
    if (waits) log.info('run.waits');
    else await deps.finishState(run, 'ConfirmChanges', deps.now());
    return { waits };
  });
