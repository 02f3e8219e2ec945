import type { Attempt } from '#adapters/runs/index.ts';
import { isError, isLandfallError } from '#core/errors.ts';
import type { Failure } from '#core/migration/record.ts';

/**
 * Leaves the reason in the migration's record where a part fails for good: what a Map state hands on is only that too many
 * failed.
 */
export async function withReason<T>(
  noteReason: (at: Attempt, failure: Failure) => Promise<void>,
  at: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isLandfallError(error) && error.expose && !error.retryable && !isError(error, 'run.superseded'))
      await noteReason(at, { code: error.code, hint: error.message });
    throw error;
  }
}
