/**
 * Tokens of a source deployment that have been used here: a passcode that is seen there can be used here until that deployment has
 * disabled them.
 */
import type { Token } from '#core/directory/model.ts';
import type { Facts } from './journey.ts';

export type Use = {
  readonly serial: string;
  readonly source: string;
  readonly userId: string;
  /** Unix milliseconds. */
  readonly firstUsedAt: number;
};

/**
 * Releases before did not write when. A time-based token that has accepted a passcode shows it by its interval; an imported counter of HOTP
 * can't be told from one that moved here.
 */
function firstUse({ firstUsedAt, lastInterval, algorithm, updatedAt }: Token, firstLogon: number | undefined) {
  if (firstUsedAt !== undefined) return firstUsedAt;
  return algorithm !== 'hotp-sha1' && lastInterval >= 0 ? (firstLogon ?? updatedAt) : undefined;
}

/** In the order of the user's tokens. */
export function usesOf({ user, tokens }: Pick<Facts, 'user' | 'tokens'>): Use[] {
  const { userId, firstTokenLogonAt } = user;
  return tokens.flatMap((token): Use[] => {
    const firstUsedAt = firstUse(token, firstTokenLogonAt);
    const { serial, source } = token;
    return source === undefined || firstUsedAt === undefined ? [] : [{ serial, source, userId, firstUsedAt }];
  });
}
