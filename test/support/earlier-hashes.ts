/** Hashes as releases wrote them before a hash was bound to its user. */
import { createHmac } from 'node:crypto';
import type { KeyRing } from '#core/keys.ts';
import { phcOf } from '#core/passwords/phc.ts';

export async function unboundHash(text: string, { current, keys }: KeyRing): Promise<string> {
  const phc = await phcOf(text);
  const [, , version, cost, salt] = phc.split('$');
  const mac = createHmac('sha256', keys[current]!).update(phc).digest('base64').replaceAll('=', '');
  return `$keyed$${current}$argon2id$${version}$${cost}$${salt}$32$${mac}`;
}
