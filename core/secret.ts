/** Bearer secrets: challenges, links, grants, session ids. Only the hash of one is ever stored. */
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, 43 characters of base64url (F3, S1). */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 suffices: 256 random bits can't be guessed from their hash. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
