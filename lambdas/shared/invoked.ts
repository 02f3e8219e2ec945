/** The frame of every function: each of its log lines says which request it is of, and one that nearly ran out of time says so. */
import type { Context } from 'aws-lambda';
import { log } from './log.ts';
import { type Scope, within } from './scope.ts';

/** What is left of its time when a function is near its time-out. */
const NEAR = 0.1;

type Timed = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * @param scopeOf what the event is about
 * @param context of Lambda; a test may leave out what it does not look at
 */
export const invoked =
  <Event, Result>(
    scopeOf: (event: Event) => Scope,
    handler: (event: Event, context: never) => Promise<Result>,
  ): ((event: Event, context: never) => Promise<Result>) =>
  (event, context) => {
    const { awsRequestId: requestId, getRemainingTimeInMillis: left }: Partial<Timed> = context;
    return within({ ...scopeOf(event), ...(requestId === undefined ? {} : { requestId }) }, async () => {
      const allowed = left?.() ?? 0;
      try {
        return await handler(event, context);
      } finally {
        const rest = left?.() ?? 0;
        if (rest < allowed * NEAR) log.warn('invocation.slow', { seconds: Math.round((allowed - rest) / 1000) });
      }
    });
  };
