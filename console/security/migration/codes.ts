/** Reasons that stand beside records, in the reader's words. A code of a newer deployment stands for itself. */
import { HINTS } from '#core/migration/codes.ts';
import { hasText, text } from '../../shared/i18n/language.ts';

export const codeText = (code: string): string => (hasText(`code.${code}`) ? text(`code.${code}`) : code);
export const fixText = (code: string): string => (hasText(`fix.${code}`) ? text(`fix.${code}`) : '');
/** What `landfall pack` left out. */
export const refusalText = (code: string): string => (hasText(`left-out.${code}`) ? text(`left-out.${code}`) : code);

/** Where in the record the reason applies: what the deployment says behind its own words. */
export function whereOf(code: string, hint: string | undefined): string {
  const words = Object.hasOwn(HINTS, code) ? HINTS[code as keyof typeof HINTS] : undefined;
  return words !== undefined && hint?.startsWith(words) ? hint.slice(words.length).trim() : '';
}
