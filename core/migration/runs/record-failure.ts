/** RecordFailure: the reason of a failed execution in the migration's record. */

import { ALL_STATES, type Failure, isWriting, type StateName } from '../record.ts';
import type { FailureInput, FailureOutput } from '../run.ts';
import { failedExecution, failureOf } from './execution-failure.ts';
import { giveBack, QUIET_MS, type WriterPorts } from './writer.ts';

export type Attempted = { readonly migration: string; readonly attempt: number };
export type RecordFailurePorts = WriterPorts & {
  /** @returns false where the attempt has come to its end already, or another one has begun */
  markFailed(at: Attempted, now: number, failure: Failure, running: readonly StateName[]): Promise<boolean>;
};

/** A Map state says only that too many failed; the parts have left their reason in the record. */
const TOO_MANY = 'States.ExceedToleratedFailureThreshold';
/** Of an event that is about no attempt of a migration, such as a child's execution. */
const NOTHING: FailureOutput = { code: 'execution.failed', hint: '' };

/**
 * @param input of a state's Catch, or EventBridge's event: whichever comes first is kept
 * @returns what the state answers, and the failure where this call recorded it
 */
export async function recordFailure(
  ports: RecordFailurePorts,
  input: FailureInput | { readonly detail: unknown },
  now: number,
): Promise<{ readonly output: FailureOutput; readonly recorded?: Attempted & { readonly failure: Failure } }> {
  const failed =
    'detail' in input ? failedExecution(input) : { ...input, failure: failureOf(input.error.Error, input.error.Cause) };
  if (!failed) return { output: NOTHING };
  const { migration, attempt } = failed;
  const record = await ports.readRun(migration);
  if (record?.attempt !== attempt) return { output: failed.failure };
  const running = ALL_STATES.filter((state) => record.states[state]?.status === 'running');
  const { code, hint } = failed.failure.code === TOO_MANY && record.error ? record.error : failed.failure;
  const state = running.at(-1);
  const failure: Failure = { code, hint, ...(state ? { state } : {}) };
  const recorded = await ports.markFailed({ migration, attempt }, now, failure, running);
  if (record.source && isWriting(record)) {
    // A Map that fails does not wait for the functions of its other children.
    const quietAt = running.some((one) => one === 'IngestParts' || one === 'RollbackParts')
      ? now + QUIET_MS
      : undefined;
    await giveBack(ports, record.source.deployment, { run: migration, attempt }, now, quietAt);
  }
  return { output: { code, hint }, ...(recorded ? { recorded: { migration, attempt, failure } } : {}) };
}
