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
  /** What the record was to bring, where it says so. */
  readonly holds?: { readonly users: number; readonly tokens: number };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function holdsOf({ type, tokens }: Readonly<Record<string, unknown>>): Pick<Named, 'holds'> {
  if (type === 'token') return { holds: { users: 0, tokens: 1 } };
  return type === 'user' ? { holds: { users: 1, tokens: Array.isArray(tokens) ? tokens.length : 0 } } : {};
}

/** @param json a line as it was parsed; anything */
export function namedIn(json: unknown): Named {
  if (!isObject(json)) return {};
  const { userId, externalId, tokens, serial } = json;
  const listed: readonly unknown[] = Array.isArray(tokens)
    ? tokens.map((token: unknown) => (isObject(token) ? token['serial'] : undefined))
    : [serial];
  const serials = listed.filter((one) => typeof one === 'string');
  return {
    ...holdsOf(json),
    ...(typeof userId === 'string' ? { user: keyHash(userKey(userId)) } : {}),
    ...(typeof externalId === 'string' ? { ext: keyHash(externalId) } : {}),
    ...(serials.length === listed.length ? { serials: serials.map(keyHash) } : {}),
  };
}
