import { createHash } from 'node:crypto';

const HASH_DIGITS = 16;
/** What stands for a user key, an external id or a serial where a whole export is compared: 16 hex digits of the SHA-256. */
export const keyHash = (key: string): string =>
  createHash('sha256').update(key, 'utf8').digest('hex').slice(0, HASH_DIGITS);
