/**
 * S3: a request that changes something carries a header of its own. A page of another origin can't add one without asking
 * first (CORS), and the API answers no such question.
 */
import { invalid } from '#core/errors.ts';
import type { Guard } from './guard.ts';

/** @throws LandfallError request.header_missing (403) */
export const ownHeader = (): Guard => ({
  before: ({ event }) => {
    if (event.headers?.['x-landfall'] !== undefined) return;
    const detail = 'Add the header "x-landfall: 1" to every request that changes something.';
    throw invalid('request.header_missing', detail);
  },
});
