/**
 * P4: the commonest passwords, which are the first that an attacker tries. Whole passwords are compared, by their comparable
 * form; a common word inside a longer password is no reason to refuse it.
 */
import { comparable } from '#core/text.ts';
import { common } from './common.ts';
import { holdsWord } from './fingerprints.ts';

/** No word of the list is longer (in UTF-16 code units): a bound on the work for a long password. */
export const LONGEST_COMMON = 32;

/** Whether a text is this word, written once or several times in a row: long passwords are often made so. */
export function isRepetition(text: string, word: string): boolean {
  // Without a word the remainder of the division is NaN.
  if (text === '' || text.length % word.length !== 0) return false;
  return word.repeat(text.length / word.length) === text;
}

/** How a password is compared with words: comparable, and without its spaces ("1 2 3 4 5 6 7 8" is 12345678). */
export const withoutSpace = (text: string): string => comparable(text).replaceAll(' ', '');

/** Whether this whole password is one of the commonest, or one of them written several times in a row, or empty. */
export function isCommon(password: string): boolean {
  const text = withoutSpace(password);
  const longest = Math.min(text.length, LONGEST_COMMON);
  let period = 1;
  while (period <= longest && !isRepetition(text, text.slice(0, period))) period++;
  // A password of ones only is refused for 111111, whatever its length.
  for (let length = period; length <= longest; length += period)
    if (holdsWord(common(), text.slice(0, length))) return true;
  return text === '';
}
