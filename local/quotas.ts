/** AWS's own limits on what is handed from one service to another, which an engine on one machine would not have. */
import { setTimeout } from 'node:timers/promises';
import { NamedError } from './aws/names.ts';

const MEBIBYTE = 1024 * 1024;
/** Lambda: request and response of an invocation that is waited for. */
const LAMBDA_BYTES = 6 * MEBIBYTE;
/** Step Functions: input and output of an execution and of a state. */
const STATE_BYTES = 256 * 1024;
/** API Gateway (HTTP API): how long an integration may take, and the size of a request. */
const INTEGRATION_MS = 30_000;
export const REQUEST_BYTES = 10 * MEBIBYTE;

const bytesOf = (json: string): number => Buffer.byteLength(json);

/** @throws NamedError RequestEntityTooLargeException */
export function checkRequest(event: unknown): void {
  if (bytesOf(JSON.stringify(event ?? null)) > LAMBDA_BYTES)
    throw new NamedError('RequestEntityTooLargeException', 'Request must be smaller than 6291456 bytes.');
}

/**
 * A call by API Gateway: after thirty seconds it answers by itself, while the function goes on. @param limitMs for tests
 * @throws Error with the statusCode that API Gateway answers: 413, 503
 */
export async function withinIntegration<T>(call: Promise<T>, limitMs = INTEGRATION_MS): Promise<T> {
  const ended = new AbortController();
  const late = setTimeout(limitMs, undefined, ended).then(() => Promise.reject(answered(503)));
  // Rejects also where it is the loser, or was called off.
  late.catch(() => undefined);
  try {
    return await Promise.race([call, late]);
  } catch (error) {
    throw error instanceof NamedError && error.name === 'RequestEntityTooLargeException' ? answered(413) : error;
  } finally {
    ended.abort();
  }
}
const answered = (statusCode: number) => Object.assign(new Error(`API Gateway answers ${statusCode}`), { statusCode });

/** @param json what the function answers @throws NamedError Function.ResponseSizeTooLarge */
export function checkResponse(json: string): void {
  if (bytesOf(json) > LAMBDA_BYTES)
    throw new NamedError(
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size.',
    );
}

/** @throws NamedError States.DataLimitExceeded */
export function checkState<T>(data: T): T {
  if (bytesOf(JSON.stringify(data ?? null)) > STATE_BYTES)
    throw new NamedError(
      'States.DataLimitExceeded',
      'The state/task returned a result with a size exceeding 262144 bytes.',
    );
  return data;
}
