/** S6: a request that did not come through the distribution is refused; the distribution adds a secret to each. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { invalid } from '#core/errors.ts';
import type { Guard } from './guard.ts';

/** In the same time whatever is given: of the digests, since timingSafeEqual wants equal lengths. */
function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/**
 * @param originSecrets the secrets that count now: two while one is rotated
 * @throws LandfallError request.forbidden (403)
 */
export const originSecret = (originSecrets: () => Promise<readonly string[]>): Guard => ({
  before: async ({ event }) => {
    const given = event.headers?.['x-landfall-origin'] ?? '';
    const secrets = await originSecrets();
    if (!secrets.some((secret) => sameSecret(given, secret))) throw invalid('request.forbidden', 'Forbidden.');
  },
});
