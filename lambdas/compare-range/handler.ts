import type * as runs from '#adapters/runs/index.ts';
import { type CompareRangePorts, compareRange } from '#core/migration/comparing/compare-range.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { withReason } from '../shared/failure-reason.ts';
import { task } from '../shared/task.ts';

export type Deps = CompareRangePorts & Pick<typeof runs, 'enterState' | 'countDone' | 'noteReason'> & { now(): number };

export const createHandler = (deps: Deps) =>
  task<Input<'CompareRange'>, Output<'CompareRange'>>(({ run, range }) =>
    withReason(deps.noteReason, run, async () => {
      await deps.enterState(run, 'CompareRanges', deps.now(), range.of);
      const output = await compareRange(deps, run, range);
      await deps.countDone(run, 'CompareRanges');
      return output;
    }),
  );
