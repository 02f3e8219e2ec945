import type * as migrations from '#adapters/runs/index.ts';
import { type VerifyPartPorts, verifyPart } from '#core/migration/comparing/verify-part.ts';
import { keyContextOf } from '#core/migration/run.ts';
import { type ReadRange, readStoredPart } from '#core/migration/stored-part.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { withReason } from '../shared/failure-reason.ts';
import { task } from '../shared/task.ts';

export type Deps = VerifyPartPorts &
  Pick<typeof migrations, 'enterState' | 'countDone' | 'noteReason'> & {
    readRange: ReadRange;
    unwrapUnderSeedKey(wrapped: Uint8Array, context: Readonly<Record<string, string>>): Promise<Buffer>;
    now(): number;
  };

export const createHandler = (deps: Deps) =>
  task<Input<'VerifyPart'>, Output<'VerifyPart'>>(({ run, part }) =>
    withReason(deps.noteReason, run, async () => {
      await deps.enterState(run, 'VerifyParts', deps.now(), run.parts);
      const bytes = await readStoredPart(deps.readRange, run, part);
      const { packageId } = run;
      const dataKey = await deps.unwrapUnderSeedKey(Buffer.from(run.wrappedKey, 'base64'), keyContextOf(run));
      await verifyPart(deps, { dataKey, packageId, ...part }, bytes, run);
      await deps.countDone(run, 'VerifyParts');
      return { part: part.index, records: part.records, rejected: 0 };
    }),
  );
