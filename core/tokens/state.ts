/** What a token is good for now, in one word. */
import type { Token } from '../directory/model.ts';

export const TOKEN_STATES = ['enabled', 'disabled', 'lost', 'expired', 'not-started'] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

type Dated = Pick<Token, 'enabled' | 'lost' | 'startsAt' | 'expiresAt'>;

/** `now` in Unix milliseconds. Of several reasons the one that needs an act comes first. */
export function tokenState({ enabled, lost, startsAt, expiresAt }: Dated, now: number): TokenState {
  if (lost) return 'lost';
  if (!enabled) return 'disabled';
  if (now > (expiresAt ?? now)) return 'expired';
  return now < (startsAt ?? now) ? 'not-started' : 'enabled';
}

/** Used with a PIN, and there is none yet. */
export function inNewPinMode({ pinStyle, pinHash }: Pick<Token, 'pinStyle' | 'pinHash'>): boolean {
  return pinStyle !== 'none' && pinHash === undefined;
}
