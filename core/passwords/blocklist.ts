/**
 * P4: the commonest passwords, which are the first that anybody tries. Whole passwords are compared, by their comparable
 * form; a common word inside a longer password is no reason to refuse it.
 */
import { comparable } from '#core/text.ts';

const COMMON: ReadonlySet<string> = new Set(['123456', 'password', '12345678', 'qwerty', '123456789']);

/** Whether this whole password is one of the commonest. */
export function isCommon(password: string): boolean {
  const text = comparable(password);
  return text === '' || COMMON.has(text);
}
