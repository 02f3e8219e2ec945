import type * as migrations from '#adapters/runs/index.ts';
import { type RollbackPartPorts, rollbackPart } from '#core/migration/rollback/rollback-part.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { withReason } from '../shared/failure-reason.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = RollbackPartPorts & Pick<typeof migrations, 'enterState' | 'countDone' | 'noteReason'>;

export const createHandler = (deps: Deps) =>
  task<Input<'RollbackPart'>, Output<'RollbackPart'>>((input) =>
    withReason(deps.noteReason, input.run, async () => {
      const { run } = input;
      await deps.enterState(run, 'RollbackParts', deps.now(), run.parts);
      const output = await rollbackPart(deps, input);
      await deps.countDone(run, 'RollbackParts');
      log.info('part.rolled-back', { count: output.records });
      return output;
    }),
  );
