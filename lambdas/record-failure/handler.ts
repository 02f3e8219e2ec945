import type { FailureInput, FailureOutput } from '#core/migration/run.ts';
import { type RecordFailurePorts, recordFailure } from '#core/migration/runs/record-failure.ts';
import { type EndedPorts, tellEnded } from '../shared/ended.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = RecordFailurePorts & EndedPorts;

/** From a state's Catch, or from EventBridge's rule on the machine. */
export const createHandler = (deps: Deps) =>
  task(async (input: FailureInput | { readonly detail: unknown }): Promise<FailureOutput> => {
    const { output, recorded } = await recordFailure(deps, input, deps.now());
    if (recorded) {
      const { migration, failure } = recorded;
      await tellEnded(deps, migration);
      log.warn('migration.failed', { code: failure.code, state: failure.state ?? 'none' });
    }
    return output;
  });
