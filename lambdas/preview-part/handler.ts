import type * as runs from '#adapters/runs/index.ts';
import { type LeaversPorts, previewLeavers } from '#core/migration/comparing/ingest-leavers.ts';
import { type PreviewPartPorts, previewPart } from '#core/migration/preview-part.ts';
import { isLeavers } from '#core/migration/run.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { withReason } from '../shared/failure-reason.ts';
import { task } from '../shared/task.ts';

export type Deps = PreviewPartPorts &
  LeaversPorts &
  Pick<typeof runs, 'enterState' | 'countDone' | 'noteReason'> & { now(): number };

export const createHandler = (deps: Deps) =>
  task<Input<'PreviewPart'>, Output<'PreviewPart'>>(({ run, part }) =>
    withReason(deps.noteReason, run, async () => {
      await deps.enterState(run, 'PreviewParts', deps.now(), run.parts);
      const output = isLeavers(part)
        ? await previewLeavers(deps, { run, part })
        : await previewPart(deps, { run, part });
      await deps.countDone(run, 'PreviewParts');
      return output;
    }),
  );
