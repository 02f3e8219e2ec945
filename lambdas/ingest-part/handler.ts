import type * as migrations from '#adapters/runs/index.ts';
import { type IngestPartPorts, ingestPart } from '#core/migration/ingest-part.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { withReason } from '../shared/failure-reason.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = IngestPartPorts &
  Pick<typeof migrations, 'enterState' | 'countDone' | 'noteReason'> & { now(): number };

export const createHandler = (deps: Deps) =>
  task<Input<'IngestPart'>, Output<'IngestPart'>>((input) =>
    withReason(deps.noteReason, input.run, async () => {
      const { run, part } = input;
      await deps.enterState(run, 'IngestParts', deps.now(), run.parts);
      const output = await ingestPart(deps, input);
      await deps.countDone(run, 'IngestParts');
      const { records: count, rejected } = output;
      log.info('part.ingested', { migration: run.migration, part: part.index, count, rejected });
      return output;
    }),
  );
