/** Operators' routes are served to a caller whom AWS_IAM has verified, and to no other, whatever the gateway is set to. */
import { invalid } from '#core/errors.ts';
import { isAdministering, isOperators } from '../route/callers.ts';
import type { HttpEvent } from '../route/http.ts';
import type { Guard } from './guard.ts';

/** Only API Gateway writes it: no header reaches this part of the event. */
export const arnOf = ({ requestContext }: HttpEvent): string | undefined =>
  requestContext.authorizer?.iam?.userArn || undefined;

/**
 * IAM has compared the path as it was sent; the gateway has chosen the route by a path that it decodes. Where the two do not say alike that
 * the caller administers, the request is refused. @throws LandfallError request.forbidden (403)
 */
export const operatorArn = (key: string): Guard => ({
  before: ({ event }) => {
    const sent = ` ${event.rawPath}`;
    if (arnOf(event) === undefined || !isOperators(sent) || isAdministering(sent) !== isAdministering(key))
      throw invalid('request.forbidden', 'Forbidden.');
  },
});
