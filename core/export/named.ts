/**
 * Whom a refused line names, as far as it says so: a record that can't be read takes part in nothing, but its user is still in
 * the source, and must not be taken for one who is gone. As hashes: a field of a refused line may hold anything, also a secret.
 */
import { keyHash } from '#core/key-hash.ts';
import { userKey } from '#core/text.ts';

/** keyHash of user key, external id and serials. `serials` is absent where not all of the line's tokens are known. */
export type Named = {
  readonly user?: string;
  readonly ext?: string;
  readonly serials?: readonly string[];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param json a line as it was parsed; anything */
export function namedIn(json: unknown): Named {
  if (!isObject(json)) return {};
  const { userId, externalId, tokens, serial } = json;
  const listed: readonly unknown[] = Array.isArray(tokens)
    ? tokens.map((token: unknown) => (isObject(token) ? token['serial'] : undefined))
    : [serial];
  const serials = listed.filter((one) => typeof one === 'string');
  return {
    ...(typeof userId === 'string' ? { user: keyHash(userKey(userId)) } : {}),
    ...(typeof externalId === 'string' ? { ext: keyHash(externalId) } : {}),
    ...(serials.length === listed.length ? { serials: serials.map(keyHash) } : {}),
  };
}
