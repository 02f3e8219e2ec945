/** Proving a password: exactly one argon2id whatever the user has (H5). */
import { hashSecret, ownKeyIds, passwordOf, verifySecret } from '#core/passwords/hash.ts';
import { passwordState } from '#core/passwords/temporary.ts';
import type { Settings } from '#core/settings/model.ts';
import type { PasswordPort, PepperPort, SettingsPort } from './ports.ts';
import { wasVoided } from './restored.ts';
import type { Subject } from './subject.ts';

export type PasswordProof = { readonly kind: 'accepted' } | { readonly kind: 'failed'; readonly reason: string };

/**
 * `subject.fault` makes every password wrong, and so does the end of one that an administrator gave out (A6). A right one whose hash
 * is stale is hashed again (H4).
 */
export async function provePassword(
  ports: PepperPort & Pick<PasswordPort, 'replacePasswordHash' | 'markTemporaryUsed'> & SettingsPort,
  subject: Pick<Subject, 'key' | 'user' | 'fault'>,
  password: string,
  settings: Pick<Settings, 'administratorReset'>,
  now: number,
): Promise<PasswordProof> {
  const { key, user, fault } = subject;
  const stored = user?.password?.hash;
  const ring = await ports.peppers(ownKeyIds(user, [stored]));
  const own = passwordOf(key, user);
  const { ok, stale } = await verifySecret(password, stored, ring, own);
  if (fault) return { kind: 'failed', reason: fault };
  if (!ok || !stored) return { kind: 'failed', reason: stored ? 'password.wrong' : 'password.none' };
  const state = passwordState(user.password, settings, now);
  // Of one that was given out it is not known whether it was changed after the point that the directory was restored to.
  const gone = state === 'temporary' && (await wasVoided(ports, user.password!.changedAt));
  if (state === 'ended' || gone) return { kind: 'failed', reason: 'password.ended' };
  if (state === 'temporary') await ports.markTemporaryUsed(key, stored, now);
  if (stale) await ports.replacePasswordHash(key, stored, await hashSecret(password, ring, own));
  return { kind: 'accepted' };
}
