/** Report codes in the reader's language. A code of a newer deployment is shown itself. */
import { hintOf, isReportCode } from '#core/migration/report-codes.ts';
import { hasText, text } from '../../shared/i18n/language.ts';

export const codeText = (code: string): string => (hasText(`code.${code}`) ? text(`code.${code}`) : code);
export const fixText = (code: string): string => (hasText(`fix.${code}`) ? text(`fix.${code}`) : '');
/** Why `landfall pack` left out an item. */
export const refusalText = (code: string): string => (hasText(`left-out.${code}`) ? text(`left-out.${code}`) : code);

/** The place in the record that a report code is about: what the deployment's hint says after the known sentence. */
export function whereOf(code: string, hint: string | undefined): string {
  const words = isReportCode(code) ? hintOf(code) : undefined;
  return words !== undefined && hint?.startsWith(words) ? hint.slice(words.length).trim() : '';
}
