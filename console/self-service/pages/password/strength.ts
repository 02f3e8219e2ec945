/**
 * How hard a password is to guess: guidance, never a rule (NIST SP 800-63B-4, section 3.1.1.2). It contains the commonest passwords
 * and rows of keys (some 220 KB gzipped), so it is loaded only where a password is chosen.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { lengthOf } from './length.ts';

const zxcvbn = new ZxcvbnFactory({ dictionary: { common: dictionary['passwords-common'] }, graphs: adjacencyGraphs });
/** The time of an estimate grows with the length, and longer passwords are strong in any case. */
const LONGEST = 64;

export type Strength = 0 | 1 | 2 | 3 | 4;

/**
 * 0 for an empty password, then 1 (weak) to 4 (very good); one that is too short is weak.
 * @param words of the user, which an attacker who knows the user would try
 */
export function strengthOf(password: string, minLength: number, words: readonly string[]): Strength {
  if (password === '') return 0;
  if (lengthOf(password) < minLength) return 1;
  const { score } = zxcvbn.check(password.slice(0, LONGEST), [...words]);
  return Math.max(1, score) as Strength;
}
