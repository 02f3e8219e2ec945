/** The fields that records change, and their values, in the reader's language. A field of another version is shown itself. */
import { dateTime, hasText, number, text } from '../../shared/i18n/language.ts';
import { t } from '../texts/index.ts';

export function changeFieldName(field: string): string {
  const key = [`change.field.${field}`, `users.field.${field}`].find(hasText);
  return key === undefined ? field : text(key);
}

const OF_TOKENS = 'token.';
/** Of the totals, which name a token's field `token.seed`. */
export const totalsFieldName = (field: string): string =>
  field.startsWith(OF_TOKENS)
    ? t('change.of-tokens', { field: changeFieldName(field.slice(OF_TOKENS.length)) })
    : changeFieldName(field);

const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u;

/** @param value undefined: there is none */
export function changeValue(value: string | number | boolean | readonly string[] | undefined): string {
  if (value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return t(value ? 'say.yes' : 'say.no');
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return TIME.test(value) ? dateTime(value) : value;
  return value.length === 0 ? '–' : value.join(', ');
}
