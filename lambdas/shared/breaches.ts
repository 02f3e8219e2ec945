/** What every function needs in which a user or an administrator chooses a password. */
import { readBreachedRange } from '#adapters/web/breached-passwords.ts';
import type { BreachPorts } from '#core/passwords/breached.ts';
import { log } from './log.ts';

export const breachPorts: BreachPorts = {
  readBreachedRange,
  noteLookupFailed: (reason) => log.warn('password.lookup_failed', { reason }),
};
