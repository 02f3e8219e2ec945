/** Operators' routes are served to a caller whom AWS_IAM has verified, and to no other, whatever the gateway is set to. */
import { invalid } from '#core/errors.ts';
import type { HttpEvent } from '../route/http.ts';
import type { Guard } from './guard.ts';

/** Only API Gateway writes it: no header reaches this part of the event. */
export const arnOf = ({ requestContext }: HttpEvent): string | undefined =>
  requestContext.authorizer?.iam?.userArn || undefined;

/** @throws LandfallError request.forbidden (403) */
export const operatorArn = (): Guard => ({
  before: ({ event }) => {
    if (arnOf(event) === undefined) throw invalid('request.forbidden', 'Forbidden.');
  },
});
