import type * as migrations from '#adapters/runs/index.ts';
import { type IngestLeaversPorts, ingestLeavers } from '#core/migration/comparing/ingest-leavers.ts';
import { type IngestPartPorts, ingestPart } from '#core/migration/ingest-part.ts';
import { isLeavers } from '#core/migration/run.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { withReason } from '../shared/failure-reason.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = IngestPartPorts &
  IngestLeaversPorts &
  Pick<typeof migrations, 'enterState' | 'countDone' | 'noteReason'> & { now(): number };

export const createHandler = (deps: Deps) =>
  task<Input<'IngestPart'>, Output<'IngestPart'>>(({ run, part }) =>
    withReason(deps.noteReason, run, async () => {
      await deps.enterState(run, 'IngestParts', deps.now(), run.parts);
      const output = isLeavers(part) ? await ingestLeavers(deps, { run, part }) : await ingestPart(deps, { run, part });
      await deps.countDone(run, 'IngestParts');
      const { records: count, rejected } = output;
      log.info('part.ingested', { count, rejected });
      return output;
    }),
  );
