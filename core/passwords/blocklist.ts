/**
 * P4: the commonest passwords, which are the first that anybody tries. Whole passwords are compared, by their comparable
 * form; a common word inside a longer password is no reason to refuse it.
 */
import { dictionary } from '@zxcvbn-ts/language-common';
import { comparable } from '#core/text.ts';

/** 49,000 passwords from leaks, all in small letters (MIT, from the zxcvbn-ts project). */
const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** Whether this whole password is one of the commonest, or one of them written several times in a row. */
export function isCommon(password: string): boolean {
  const text = comparable(password);
  if (text === '' || COMMON.has(text)) return true;
  // What repeats itself stands twice in its double before its own length; long passwords are often made so.
  const period = (text + text).indexOf(text, 1);
  for (let length = period; length < text.length; length += period) if (COMMON.has(text.slice(0, length))) return true;
  return false;
}
