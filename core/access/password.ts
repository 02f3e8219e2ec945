/** Proving a password: exactly one argon2id whatever the user has (H5). */
import { hashKeyId, hashSecret, verifySecret } from '#core/passwords/hash.ts';
import type { PasswordPort, PepperPort } from './ports.ts';
import type { Subject } from './subject.ts';

export type PasswordProof = { readonly kind: 'accepted' } | { readonly kind: 'failed'; readonly reason: string };

/** `subject.fault` makes every password wrong. A right one whose hash is stale is hashed again (H4). */
export async function provePassword(
  ports: PepperPort & Pick<PasswordPort, 'replacePasswordHash'>,
  subject: Pick<Subject, 'key' | 'user' | 'fault'>,
  password: string,
): Promise<PasswordProof> {
  const { key, user, fault } = subject;
  const stored = user?.password?.hash;
  const ring = await ports.peppers([hashKeyId(stored)]);
  const { ok, stale } = await verifySecret(password, stored, ring);
  if (fault) return { kind: 'failed', reason: fault };
  if (!ok || !stored) return { kind: 'failed', reason: stored ? 'password.wrong' : 'password.none' };
  if (stale) await ports.replacePasswordHash(key, stored, await hashSecret(password, ring));
  return { kind: 'accepted' };
}
