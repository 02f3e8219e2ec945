/**
 * Texts in the reader's language. A dictionary holds one text for each key; `{name}` is a placeholder, and a text that counts has
 * a form for each plural category of its language (Unicode CLDR, through Intl.PluralRules), chosen by `{count}`.
 */
import type { Language } from '#core/languages.ts';

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch', fr: 'Français' };

export type Message = string | { readonly one: string; readonly other: string };
export type Dictionary = Readonly<Record<string, Message>>;
/** The same keys in another language. */
export type Translation<D extends Dictionary> = { readonly [Key in keyof D]: D[Key] extends string ? string : Message };
export type Values = Readonly<Record<string, string | number>>;

let language: Language = 'en';
/** The language with the reader's region, which decides how dates and numbers are written. */
let locale: string = 'en';
let dictionary: Dictionary = {};

export const currentLanguage = (): Language => language;

/** A catalogue's language, such as `zh_Hans_CN`, as an HTML `lang` (BCP 47), so that a screen reader speaks its questions rightly. */
export const tagOf = (catalogueLanguage: string): string => catalogueLanguage.replaceAll('_', '-');

/**
 * Sets the language and its texts. The caller then renders the page again.
 * @param wanted the languages of the reader's browser: the region of "en-GB" decides how dates are written
 */
export function setTexts(chosen: Language, texts: Dictionary, wanted: readonly string[] = []): void {
  language = chosen;
  locale = wanted.find((tag) => tag.toLowerCase().startsWith(`${chosen}-`)) ?? chosen;
  dictionary = texts;
}

/** The text of a key, its placeholders filled in. An unknown key is shown itself, which tests look for. */
export function text(key: string, values: Values = {}): string {
  const message = dictionary[key];
  if (message === undefined) return key;
  const form = typeof message === 'string' ? message : formOf(message, Number(values['count'] ?? 0));
  return form.replace(/\{(\w+)\}/gu, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

const formOf = (message: { one: string; other: string }, count: number) =>
  new Intl.PluralRules(language).select(count) === 'one' ? message.one : message.other;

export type Translate<D extends Dictionary> = (key: keyof D & string, values?: Values) => string;

export const hasText = (key: string): boolean => key in dictionary;

export const number = (value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(locale, options).format(value);

export const dateTime = (time: string | number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

export const date = (time: string | number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date(time));

/** "2:32:10 PM". @param time Unix ms */
export const timeOfDay = (time: number): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(time);

/** "May 3", of a day such as 2026-05-03. @param long with weekday and year */
export const dayName = (day: string, long = false): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(long ? { weekday: 'short', year: 'numeric' } : {}),
  }).format(Date.parse(day));

/** "3 minutes" in the reader's language. @param seconds rounded to the largest suitable unit */
export function duration(seconds: number): string {
  const [value, unit] =
    seconds < 90
      ? [Math.max(1, Math.round(seconds)), 'second']
      : seconds < 5400
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 172_800
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit: unit as string, unitDisplay: 'long' }).format(
    value as number,
  );
}

/** The first language of the list for which the consoles have texts; "de-CH" counts as German. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split(/[-_]/u)[0] ?? '';
    if (Object.hasOwn(LANGUAGE_NAMES, primary)) return primary as Language;
  }
  return 'en';
}

/** The name of a language in the reader's language; a text that is no language tag stays as it is. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tagOf(tag)) ?? tag;
  } catch {
    return tag;
  }
}
