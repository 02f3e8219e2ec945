/**
 * How hard a password is to guess: guidance, never a rule (NIST SP 800-63B-4, section 3.1.1.2). It knows the commonest passwords and
 * rows of keys, so it is loaded only where one is chosen (some 220 KB gzipped).
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { lengthOf } from './length.ts';

const zxcvbn = new ZxcvbnFactory({ dictionary: { common: dictionary['passwords-common'] }, graphs: adjacencyGraphs });
/** What an estimate takes grows with the length, and says nothing new beyond. */
const LONGEST = 64;

export type Strength = 0 | 1 | 2 | 3 | 4;

/**
 * 0 for nothing, then 1 (weak) to 4 (very good); what is too short is weak, whatever it holds.
 * @param words the user's own: easy to guess for whoever knows them
 */
export function strengthOf(password: string, minLength: number, words: readonly string[]): Strength {
  if (password === '') return 0;
  if (lengthOf(password) < minLength) return 1;
  const { score } = zxcvbn.check(password.slice(0, LONGEST), [...words]);
  return Math.max(1, score) as Strength;
}
