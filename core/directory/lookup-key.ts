/** The key under which a user is looked up by a typed user ID. */
import { createHash } from 'node:crypto';
import { userKey } from '#core/text.ts';

/**
 * Of a stored user's key, in UTF-8: with what stands before it, it is part of sort keys of DynamoDB, which hold 1,024 bytes. An import
 * refuses a longer one.
 */
export const MAX_KEY_BYTES = 1000;
/** What a queue's message may not hold (SQS: only characters of XML 1.0). */
const UNSENDABLE = /[\ufffe\uffff]/u;

/**
 * The key to look a typed user ID up by. One longer than any that is stored, of characters that no engine takes (half a
 * surrogate pair), or of nothing but blanks becomes a short key that no user has: an error would be an answer of its own beside 401
 * and 202, and a queued request without a user would be sent again and again.
 */
export function lookupKey(userId: string): string {
  const key = userKey(userId);
  if (key !== '' && key.isWellFormed() && !UNSENDABLE.test(key) && Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
  return `\u0000${createHash('sha256').update(key).digest('hex')}`;
}
