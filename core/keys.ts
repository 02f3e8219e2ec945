/**
 * A ring of secret keys by key id: one makes new hashes and signatures, all of them still verify, so that a rotation
 * ends no session.
 */

import { parseJson } from '#core/json.ts';
import { LandfallError } from './errors.ts';

export type KeyRing = {
  /** The key id that new hashes and tokens are made with. */
  readonly current: string;
  /** Every key that may still verify, by key id: raw bytes. In the order of the secret: the oldest first. */
  readonly keys: Readonly<Record<string, Buffer>>;
};

/**
 * Where a ring comes from. `needed`: ids of keys that something was made with. A ring that lacks one of them may be older
 * than the last rotation, so it is read again before anything is checked with it.
 */
export type KeyRingSource = (needed?: readonly (string | undefined)[]) => Promise<KeyRing>;

/**
 * What stored hashes and tokens can name; any other id would make hashes that can't be read again. Not of digits alone:
 * JSON's objects list such a key before all others, which would change the ring's order.
 */
const KEY_ID = /^(?!\d+$)[\w.-]{1,64}$/u;

/**
 * Reads `{"current": "<key id>", "<key id>": "<key text>", ...}`.
 * @throws LandfallError keys.unusable (500), which quotes nothing of it
 */
export function parseKeyRing(text: string | undefined): KeyRing {
  const unusable = (detail: string) => new LandfallError('keys.unusable', { detail });
  let parsed: unknown;
  try {
    parsed = parseJson(text ?? '');
  } catch {
    throw unusable('The key ring is not JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw unusable('The key ring is not an object of keys.');
  const { current, ...keys } = parsed as Record<string, unknown>;
  const entries = Object.entries(keys);
  if (!entries.every(([kid, key]) => KEY_ID.test(kid) && typeof key === 'string' && key !== ''))
    throw unusable(
      'A key of the ring is empty or no text, or its id is not 1 to 64 letters, digits, ".", "_" or "-", or digits alone.',
    );
  if (typeof current !== 'string' || !Object.hasOwn(keys, current))
    throw unusable('The key ring names no current key.');
  return { current, keys: Object.fromEntries(entries.map(([kid, key]) => [kid, Buffer.from(key as string, 'utf8')])) };
}
