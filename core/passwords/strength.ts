/**
 * How hard a password is to guess, as zxcvbn estimates it: rows of keys, dates, sequences and common words count little, however
 * many characters they have. One estimate for the page that shows it and for the rule that refuses what it calls weak.
 */
import { type OptionsGraph, ZxcvbnFactory } from '@zxcvbn-ts/core';

/** 0 and 1: weak (fewer than a million guesses); 2: fair; 3: good; 4: very good. */
export type Score = 0 | 1 | 2 | 3 | 4;
/** @param words of the user and the organisation, which an attacker who knows them would try */
export type Estimate = (password: string, words: readonly string[]) => Score;

/** The time of an estimate grows with the length: of a longer password both ends are looked at, and the harder one counts. */
const LONGEST = 64;

/** What is known of passwords: the commonest, the commonest first; and which keys are neighbours. */
export type Known = { readonly common: string[]; readonly graphs: OptionsGraph };

export function estimator({ common, graphs }: Known): Estimate {
  const zxcvbn = new ZxcvbnFactory({ dictionary: { common }, graphs });
  return (password, words) => {
    const ends = new Set([password.slice(0, LONGEST), password.slice(-LONGEST)]);
    return Math.max(...[...ends].map((end) => zxcvbn.check(end, [...words]).score)) as Score;
  };
}
