import type * as migrations from '#adapters/migrations/index.ts';
import { type Failure, STATES } from '#core/migration/record.ts';
import { failedExecution, failureOf } from '#core/migration/record-failure.ts';
import type { FailureInput, FailureOutput } from '#core/migration/run.ts';
import { log } from '../log.ts';
import { task } from '../task.ts';

export type Deps = Pick<typeof migrations, 'readMigration' | 'markFailed'> & { now(): number };

/** A Map state tells only that too many failed; the parts have left their reason in the record. */
const TOO_MANY = 'States.ExceedToleratedFailureThreshold';

const nothing: FailureOutput = { code: 'execution.failed', hint: '' };

/** From a state's Catch, or from EventBridge's rule on the machine: whichever comes first is kept. */
export const createHandler = (deps: Deps) =>
  task(async (input: FailureInput | { readonly detail: unknown }): Promise<FailureOutput> => {
    const told =
      'detail' in input
        ? failedExecution(input)
        : { ...input, failure: failureOf(input.error.Error, input.error.Cause) };
    if (!told) return nothing;
    const { migration, attempt } = told;
    const record = await deps.readMigration(migration);
    if (record?.attempt !== attempt) return told.failure;
    const running = STATES.filter((state) => record.states[state]?.status === 'running');
    const { code, hint } = told.failure.code === TOO_MANY && record.error ? record.error : told.failure;
    const state = running.at(-1);
    const failure: Failure = { code, hint, ...(state ? { state } : {}) };
    const recorded = await deps.markFailed({ migration, attempt }, deps.now(), failure, running);
    if (recorded) log.warn('migration.failed', { migration, attempt, code, state: state ?? 'none' });
    return { code, hint };
  });
