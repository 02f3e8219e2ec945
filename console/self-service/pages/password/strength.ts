/** The estimate of how hard a password is to guess, loaded only where one is chosen (some 220 KB gzipped). */
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { estimator, type Score } from '#core/passwords/strength.ts';
import { lengthOf } from './length.ts';

const estimate = estimator({ common: dictionary['passwords-common'], graphs: adjacencyGraphs });

/**
 * 0 for an empty password, then 1 (weak) to 4 (very good); one that is too short is weak.
 * @param words of the user, which an attacker who knows the user would try
 */
export function strengthOf(password: string, minLength: number, words: readonly string[]): Score {
  if (password === '') return 0;
  if (lengthOf(password) < minLength) return 1;
  return Math.max(1, estimate(password, words)) as Score;
}
