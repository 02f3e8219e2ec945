/** Values and errors of settings in the reader's language. */
import { isRefusal } from '../../../shared/http/api.ts';
import { currentLanguage, LANGUAGE_NAMES, number } from '../../../shared/i18n/language.ts';
import { t } from '../../texts/index.ts';
import { FIELDS, type Field, type FieldPath, pathOf } from './fields.ts';

/** "5 minutes". */
function quantity(value: number, field: Extract<Field, { kind: 'number' }>): string {
  return field.unit === 'count' ? number(value) : t(`settings.unit.${field.unit}`, { count: value });
}

/** "1 to 60 minutes". */
export const rangeOf = ({ min, max, unit }: Extract<Field, { kind: 'number' }>): string =>
  t(`settings.range.${unit}`, { min, max });

export function optionOf(path: FieldPath, value: string): string {
  if (path === 'mail.defaultLanguage') return LANGUAGE_NAMES[value as 'en'];
  return t(`settings.option.${path as 'recovery.mode'}.${value as 'questions'}`);
}

/** A value as it is shown, for example among the changes. */
export function shownValue(path: FieldPath, value: unknown): string {
  const field: Field = FIELDS[path];
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  if (field.kind === 'number') return typeof value === 'number' ? quantity(value, field) : '–';
  if (field.kind === 'choice') return optionOf(path, String(value));
  if (field.kind === 'aliases') return t('settings.aliases.count', { count: (value as readonly unknown[]).length });
  if (field.kind === 'words') return listed(value as readonly string[]) || '–';
  return String(value) || '–';
}

export const listed = (words: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string =>
  new Intl.ListFormat(currentLanguage(), { type }).format(words);

/** Why the API refused a field. The API's own reason is in English, so these pages have their own. */
function faultOf(path: FieldPath): string {
  const field: Field = FIELDS[path];
  switch (path) {
    case 'securityQuestions.enrolment':
      return t('settings.wrong.enrolment');
    case 'tokenPolicy.pinMinLength':
      return t('settings.wrong.pin-length');
    case 'passwordPolicy.minLengthWithToken':
      return t('settings.wrong.min-with-token');
    case 'passwordPolicy.minLength':
      return t('settings.wrong.min-length');
    case 'mail.from':
      return t('field.email');
    case 'passwordPolicy.breachedPasswordsUrl':
      return t('settings.wrong.url');
    case 'passwordPolicy.words':
      return t('settings.wrong.words');
    default:
      return field.kind === 'number' ? t('field.number', { min: field.min, max: field.max }) : t('settings.wrong');
  }
}

export type Faults = Readonly<Partial<Record<FieldPath, string>>>;

/** The errors of a refused save, field by field. */
export function faultsOf(error: unknown): Faults {
  if (!isRefusal(error, 'settings.invalid')) return {};
  const fields = error.facts['fields'];
  if (!Array.isArray(fields)) return {};
  const paths = fields.flatMap(({ path }: { path?: unknown }) => pathOf(String(path)) ?? []);
  return Object.fromEntries(paths.map((path) => [path, faultOf(path)]));
}
