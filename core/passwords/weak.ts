/** Refuses what the estimate of its strength calls weak: not short and not common, but guessed soon all the same. */
import { gunzipSync } from 'node:zlib';
import { invalid } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import { LEAST_SCORE } from './least-strength.ts';
import { ownWords, type PasswordOwner } from './own-words.ts';
import { type Estimate, estimator, type Known } from './strength.ts';
import { known } from './words.ts';

let made: Estimate | undefined;

/** Made at the first password that is chosen, not at every cold start. */
function estimate(): Estimate {
  made ??= estimator(JSON.parse(gunzipSync(known()).toString()) as Known);
  return made;
}

/** @throws LandfallError password.weak (422) */
export function checkStrength(password: string, owner: PasswordOwner, settings: Settings): void {
  const least = LEAST_SCORE[settings.passwordPolicy.leastStrength];
  if (least > 0 && estimate()(password, ownWords(owner, settings)) < least)
    throw invalid(
      'password.weak',
      'This password is easy to guess: rows of keys, sequences, dates and common words count little. A few words in a row that only you put together are better.',
    );
}
