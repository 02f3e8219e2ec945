/**
 * P7: the passwords that a user has had. One that was given for one logon (`mustChange`) is not one of them: it takes no
 * place in the history, so that a reset does not let an old password in again.
 */
import type { StoredPassword } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { type HashOwner, verifySecret } from './hash.ts';

/** The hashes of the last `count` passwords of the user's own, the present one first. */
export function ownHashes(stored: StoredPassword | undefined, count: number): string[] {
  if (!stored) return [];
  return [...(stored.mustChange ? [] : [stored.hash]), ...stored.history].slice(0, count);
}

/**
 * Refuses any of the last `count` passwords, the present one included; and, whatever the count, a one-time password, which
 * an administrator knows.
 * @throws LandfallError password.used_before (422)
 */
export async function checkHistory(
  password: string,
  stored: StoredPassword | undefined,
  count: number,
  ring: KeyRing,
  owner: HashOwner,
): Promise<void> {
  const refuse = async (hash: string, reason: string) => {
    if ((await verifySecret(password, hash, ring, owner)).ok)
      throw invalid('password.used_before', reason, { history: count });
  };
  if (stored?.mustChange)
    await refuse(stored.hash, 'This is the password that you were given. Choose one of your own.');
  for (const hash of ownHashes(stored, count))
    await refuse(hash, `This is one of your last ${count} passwords. Choose another.`);
}
