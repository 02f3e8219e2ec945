import { MAIL_LANGUAGES, type MailLanguage } from './texts/model.ts';

/**
 * The language to write to somebody in: of preferredLanguage (RFC 2798: `de`, `de-CH`, `fr, en;q=0.5`; or `de_DE`) the first
 * one that there are texts for, else the default.
 */
export function mailLanguage(preferred: string | undefined, otherwise: MailLanguage): MailLanguage {
  for (const tag of (preferred ?? '').split(',')) {
    const primary = tag.trim().toLowerCase().split(/[-_;]/u)[0];
    const known = MAIL_LANGUAGES.find((language) => language === primary);
    if (known) return known;
  }
  return otherwise;
}
