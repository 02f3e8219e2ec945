/**
 * Why an execution failed, in one code and one sentence: from what a state's Catch hands on, or from EventBridge's event about an
 * execution that no state could catch.
 */
import * as z from 'zod';
import { isErrorCode } from '#core/errors/catalogue.ts';
import { parseJson } from '#core/json.ts';
import type { Failure } from '../record.ts';

/** Lambda's own report of an error, as Step Functions puts it into Cause. */
const causeSchema = z.object({ errorMessage: z.string() });

/** Failures that Step Functions itself gives, or the rule on an execution's status. */
export const SERVICE_HINTS: Readonly<Record<string, string>> = {
  'States.Timeout': 'A step took longer than it may. Start the import again: finished parts are not done again.',
  'States.ExceedToleratedFailureThreshold':
    'Too many parts failed. Start the import again: finished parts are not done again.',
  'States.DataLimitExceeded': 'The workflow’s state grew too large. Report this as a defect.',
  'execution.aborted': 'The execution was stopped. Start the import again: finished parts are not done again.',
  'execution.timed_out': 'The execution took longer than it may. Start the import again: it goes on where it was.',
};
const UNKNOWN_HINT = 'Something failed on the inside. The logs of the named step say more; start the import again.';

function messageOf(cause: string | undefined): string | undefined {
  if (cause === undefined) return undefined;
  try {
    const parsed = causeSchema.safeParse(parseJson(cause));
    return parsed.success ? parsed.data.errorMessage : undefined;
  } catch {
    return cause;
  }
}

/** The failure behind an error name and its cause. A foreign error's message may quote anything and is not repeated. */
export function failureOf(error: string, cause?: string): Failure {
  const own = isErrorCode(error) && error !== 'task.failed';
  const hint = (own ? messageOf(cause) : undefined) ?? SERVICE_HINTS[error] ?? UNKNOWN_HINT;
  return { code: error, hint: hint.slice(0, 1000) };
}

const eventSchema = z.object({
  detail: z.object({
    name: z.string(),
    executionArn: z.string().optional(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
const STATUS_ERRORS = { FAILED: 'execution.failed', TIMED_OUT: 'execution.timed_out', ABORTED: 'execution.aborted' };

/** EventBridge's "Step Functions Execution Status Change", of a run or a campaign; undefined for anything else, such as a child's execution. */
export function failedExecution(event: unknown): { migration: string; attempt: number; failure: Failure } | undefined {
  const parsed = eventSchema.safeParse(event);
  const name = parsed.success ? /^([0-9a-f]{32})-(?:run|dry|mail)-(\d+)$/u.exec(parsed.data.detail.name) : null;
  if (!parsed.success || !name) return undefined;
  const { status, error, cause } = parsed.data.detail;
  const failure = failureOf(error || STATUS_ERRORS[status], cause ?? undefined);
  return { migration: name[1]!, attempt: Number(name[2]), failure };
}
