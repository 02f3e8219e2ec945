/** The least estimate (core/passwords/strength.ts) that a password needs, as the setting names it. */
import type { Settings } from '#core/settings/model.ts';
import type { Score } from './strength.ts';

export type LeastStrength = Settings['passwordPolicy']['leastStrength'];

export const LEAST_SCORE: Readonly<Record<LeastStrength, Score>> = { any: 0, fair: 2, good: 3, 'very-good': 4 };
