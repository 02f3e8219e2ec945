/**
 * An error as a problem (RFC 9457, application/problem+json). @middy/http-error-handler is not used: it answers with the
 * message alone, as text, and writes the whole error to the log, which may quote what was typed.
 */
import { isError, isLandfallError, LandfallError } from '#core/errors.ts';
import { log } from '../shared/log.ts';
import type { Guard } from './guard.ts';

/** What a caller may know of an error (L4): nothing of one that is not meant for callers. */
function problemOf(error: LandfallError, requestId: string): object {
  const { code, message, status, facts } = error;
  if (error.expose) return { type: `urn:landfall:${code}`, title: message, status, code, ...facts };
  const title = 'Something went wrong on our side. Try again in a minute.';
  return { type: 'urn:landfall:internal', title, status, code: 'internal', requestId };
}

export const problemJson = (): Guard => ({
  onError: (request) => {
    const { error, context } = request;
    const requestId = context.awsRequestId;
    const known = isLandfallError(error)
      ? error
      : new LandfallError('internal', { cause: error, facts: { requestId } });
    if (!known.expose) log.error('api.failed', { code: known.code }, error ?? undefined);
    else if (isError(known, 'throttle.source'))
      log.warn('api.throttled', { source: context.found?.source ?? 'unknown' });
    request.response = {
      statusCode: known.status,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify(problemOf(known, requestId)),
    };
  },
});
