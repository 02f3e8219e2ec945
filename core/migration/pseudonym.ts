/** What stands for a user in places that outlive an erasure: by a key that no reader of a report has. */
import { createHmac } from 'node:crypto';
import type { KeyRing } from '#core/keys.ts';

const DIGITS = 24;

/** Of a user key, 24 hex digits. */
export function pseudonyms({ keys, current }: KeyRing): (key: string) => string {
  const pepper = keys[current]!;
  return (key) => createHmac('sha256', pepper).update(`pseudonym\0${key}`).digest('hex').slice(0, DIGITS);
}
