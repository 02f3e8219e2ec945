/** Values and errors of settings in the reader's language. */
import type { Field, NumberField } from '#core/settings/field.ts';
import { FIELDS, type SettingPath } from '#core/settings/model.ts';
import { isRefusal } from '../../../shared/http/api.ts';
import { currentLanguage, hasText, LANGUAGE_NAMES, number, text } from '../../../shared/i18n/language.ts';
import { t } from '../../texts/index.ts';
import { pathOf } from './values.ts';

/** "5 minutes". */
function quantity(value: number, field: NumberField): string {
  return field.unit === 'count' ? number(value) : t(`settings.unit.${field.unit}`, { count: value });
}

/** "1 to 60 minutes". */
export const rangeOf = ({ min, max, unit }: NumberField): string => t(`settings.range.${unit}`, { min, max });

export function optionOf(path: SettingPath, value: string): string {
  if (path === 'mail.defaultLanguage') return LANGUAGE_NAMES[value as 'en'];
  return t(`settings.option.${path as 'recovery.mode'}.${value as 'questions'}`);
}

/** A value as it is shown, for example among the changes. */
export function shownValue(path: SettingPath, value: unknown): string {
  const field = FIELDS[path];
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  if (field.kind === 'number') return typeof value === 'number' ? quantity(value, field) : '–';
  if (field.kind === 'choice') return optionOf(path, String(value));
  if (field.kind === 'aliases') return t('settings.aliases.count', { count: (value as readonly unknown[]).length });
  if (field.kind === 'words') return listed(value as readonly string[]) || '–';
  return String(value) || '–';
}

/** "Default: 10 minutes."; empty where there is none to name. */
export function defaultText(path: SettingPath): string {
  const value = shownValue(path, FIELDS[path].default);
  return value === '–' ? '' : t('settings.default', { value });
}

export const listed = (words: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string =>
  new Intl.ListFormat(currentLanguage(), { type }).format(words);

/** A text that only some settings have, with the setting's own numbers in it. */
function ownText(key: string, field: Field): string | undefined {
  if (!hasText(key)) return undefined;
  const numbers = Object.entries(field).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return text(key, Object.fromEntries(numbers));
}

/** More about a setting whose name alone is not enough. */
export const hintOf = (path: SettingPath) => ownText(`settings.hint.${path}`, FIELDS[path]);

/** What a choice means, where its name alone is not enough. */
export const adviceOf = (path: SettingPath, option: string) =>
  ownText(`settings.advice.${path}.${option}`, FIELDS[path]);

/** Why the API refused a field. The API's own reason is in English, so these pages have their own. */
function faultOf(path: SettingPath): string {
  const field = FIELDS[path];
  const own = ownText(`settings.wrong.${path}`, field);
  if (own !== undefined) return own;
  if (field.kind === 'number') return t('field.number', { min: field.min, max: field.max });
  return field.kind === 'text' && field.format === 'email' ? t('field.email') : t('settings.wrong');
}

export type Faults = Readonly<Partial<Record<SettingPath, string>>>;

/** The errors of a refused save, field by field. */
export function faultsOf(error: unknown): Faults {
  if (!isRefusal(error, 'settings.invalid')) return {};
  const fields = error.facts['fields'];
  if (!Array.isArray(fields)) return {};
  const paths = fields.flatMap(({ path }: { path?: unknown }) => pathOf(String(path)) ?? []);
  return Object.fromEntries(paths.map((path) => [path, faultOf(path)]));
}
