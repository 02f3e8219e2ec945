/** One guard alone, as middy calls it. */

import type { Found, Guard, GuardContext } from '#lambdas/middleware/guard.ts';
import type { HttpEvent, HttpResult } from '#lambdas/route/http.ts';
import { NOW } from './memory.ts';

export const aRequest = (more: Partial<Found> = {}): Found => ({ now: NOW, cookies: {}, source: '192.0.2.1', ...more });

/** Runs what the guard does before the route. @returns what is known of the request after it */
export async function before(guard: Guard, event: Partial<HttpEvent>, found: Found | undefined = aRequest()) {
  const context = { found } as GuardContext;
  await guard.before?.({ event: event as HttpEvent, context, response: undefined, error: undefined, internal: {} });
  return context.found;
}

/** Runs what it does with an error, or with an answer. @returns the answer after it */
export async function after(
  guard: Guard,
  given: { error?: Error; response?: HttpResult },
  event: Partial<HttpEvent> = {},
) {
  const request = { event: event as HttpEvent, context: { awsRequestId: 'r1' } as GuardContext, internal: {} };
  const whole = { ...request, response: given.response, error: given.error };
  await (given.error ? guard.onError : guard.after)?.(whole);
  return whole.response;
}
