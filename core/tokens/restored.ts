/**
 * A token of a directory that was restored to an earlier point: which code it accepted last is not known (T1). Whatever it can have accepted until
 * `restoredAt` (Unix milliseconds) is spent.
 */
import type { Token } from '../directory/model.ts';
import { windowsOf } from './windows.ts';

/** With the last interval from which a code can have been accepted at once, where that is later than the one it knows. */
export function spentUntil(token: Token, restoredAt: number | undefined): Token {
  if (restoredAt === undefined || token.algorithm === 'hotp-sha1') return token;
  const [, last] = windowsOf(token, restoredAt).near;
  return last > token.lastInterval ? { ...token, lastInterval: last } : token;
}

/**
 * A counter says nothing of the time: codes that were used are ahead of the counter that is known. Two in a row are asked for, until the token was
 * proved since.
 */
export const asksForNext = ({ algorithm, provedAt = 0 }: Token, restoredAt: number | undefined): boolean =>
  restoredAt !== undefined && algorithm === 'hotp-sha1' && provedAt <= restoredAt;
