/** What is read of every request, once it is known to have come the right way. */
import { browserOf } from '#core/access/where.ts';
import { readCookies } from '../route/cookies.ts';
import type { Guard } from './guard.ts';
import { arnOf } from './operator-arn.ts';

/** @param operators whether the route is one that operators call: only there does an ARN count */
export const arrival = (operators: boolean): Guard => ({
  before: ({ event, context }) => {
    const operator = operators ? arnOf(event) : undefined;
    const viewer = event.headers?.['x-landfall-viewer'] ?? 'unknown';
    context.found = {
      now: Date.now(),
      cookies: readCookies(event.cookies),
      browser: browserOf(event.headers?.['user-agent']),
      source: operator === undefined ? viewer : event.requestContext.http.sourceIp,
      ...(operator === undefined ? {} : { operator }),
    };
  },
});
