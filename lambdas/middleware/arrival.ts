/** What is read of every request, once it is known to have come the right way. */
import { browserOf } from '#core/access/where.ts';
import type { Role } from '#core/directory/model.ts';
import { readCookies } from '../route/cookies.ts';
import type { Guard } from './guard.ts';
import { arnOf } from './operator-arn.ts';

/** The header's value in a request that a page repeats by itself. */
const REPEATED = 'repeated';

/** @param role what operators are at this route, where it is one that they call: only there does an ARN count */
export const arrival = (role?: Role): Guard => ({
  before: ({ event, context }) => {
    const arn = role === undefined ? undefined : arnOf(event);
    const operator = arn === undefined || role === undefined ? undefined : { arn, role };
    const viewer = event.headers?.['x-landfall-viewer'] ?? 'unknown';
    context.found = {
      now: Date.now(),
      cookies: readCookies(event.cookies),
      browser: browserOf(event.headers?.['user-agent']),
      source: operator === undefined ? viewer : event.requestContext.http.sourceIp,
      ...(operator === undefined ? {} : { operator }),
      ...(event.headers?.['x-landfall'] === REPEATED ? { repeated: true } : {}),
    };
  },
});
