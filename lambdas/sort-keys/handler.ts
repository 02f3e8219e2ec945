import type * as runs from '#adapters/runs/index.ts';
import { type SortKeysPorts, sortKeys } from '#core/migration/comparing/sort-keys.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { task } from '../shared/task.ts';

export type Deps = SortKeysPorts & Pick<typeof runs, 'enterState' | 'finishState'>;

const MINUTE = 60_000;

export const createHandler = (deps: Deps) =>
  task<Input<'SortKeys'>, Output<'SortKeys'>>(async (run) => {
    const begun = deps.now();
    await deps.finishState(run, 'VerifyParts', begun, run.parts);
    await deps.enterState(run, 'SortKeys', begun);
    const output = await sortKeys(deps, run, run.sorts !== undefined, begun + MINUTE);
    if (output.done) await deps.finishState(run, 'SortKeys', deps.now());
    return output;
  });
