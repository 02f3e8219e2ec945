import { LANGUAGES, type Language } from '#core/languages.ts';

/**
 * The language of a user's mails: of preferredLanguage (RFC 2798: `de`, `de-CH`, `fr, en;q=0.5`; or `de_DE`) the first
 * one that there are texts for, else the default.
 */
export function mailLanguage(preferred: string | undefined, otherwise: Language): Language {
  for (const tag of (preferred ?? '').split(',')) {
    const primary = tag.trim().toLowerCase().split(/[-_;]/u)[0];
    const known = LANGUAGES.find((language) => language === primary);
    if (known) return known;
  }
  return otherwise;
}

/** A time as the language writes it, in UTC: the reader's time zone is not known. */
export function written(time: number, language: Language): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(language, options).format(time)} UTC`;
}
