/** How the badge of a token's state looks, the same in both consoles. */
import type { TokenState } from '#core/tokens/state.ts';
import type { Tone } from './feedback.tsx';

export const TOKEN_TONES = {
  enabled: 'good',
  suspended: 'warn',
  disabled: 'bad',
  lost: 'bad',
  expired: 'bad',
  'not-started': 'warn',
} as const satisfies Record<TokenState, Tone>;
