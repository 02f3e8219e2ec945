/** What a token is good for now, in one word. */
import type { Token } from '../directory/model.ts';

export const TOKEN_STATES = ['enabled', 'suspended', 'disabled', 'lost', 'expired', 'not-started'] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

type Dated = Pick<Token, 'enabled' | 'lost' | 'startsAt' | 'expiresAt' | 'suspendedAt'>;

/** `now` in Unix milliseconds. Of several reasons the one that needs an act comes first. */
export function tokenState({ enabled, lost, startsAt, expiresAt, suspendedAt }: Dated, now: number): TokenState {
  if (lost) return 'lost';
  if (!enabled) return 'disabled';
  if (now > (expiresAt ?? now)) return 'expired';
  if (now < (startsAt ?? now)) return 'not-started';
  return suspendedAt === undefined ? 'enabled' : 'suspended';
}

/** Whether a token may authenticate at all. A suspended one may, with two successive codes. */
export const tokenUsable = (token: Dated, now: number): boolean => isUsable(tokenState(token, now));
export const isUsable = (state: TokenState): boolean => state === 'enabled' || state === 'suspended';

/** Used with a PIN, and there is none yet. */
export function inNewPinMode({ pinStyle, pinHash }: Pick<Token, 'pinStyle' | 'pinHash'>): boolean {
  return pinStyle !== 'none' && pinHash === undefined;
}
