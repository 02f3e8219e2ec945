/** The texts of the pages by key, so that tests hold in every language and when a text is reworded. */
import { texts as securityDe } from '#console/security/texts/de.ts';
import { texts as security } from '#console/security/texts/en.ts';
import { texts as securityFr } from '#console/security/texts/fr.ts';
import { texts as selfServiceDe } from '#console/self-service/texts/de.ts';
import { texts as selfService } from '#console/self-service/texts/en.ts';
import { texts as selfServiceFr } from '#console/self-service/texts/fr.ts';
import { type Dictionary, setTexts, text, type Values } from '#console/shared/i18n/language.ts';
import type { en } from '#console/shared/texts/en.ts';
import type { Language } from '#core/languages.ts';

export type SharedKey = keyof typeof en;
export type SelfServiceKey = keyof typeof selfService;
export type SecurityKey = keyof typeof security;
export type TextOf<Key extends string> = (key: Key, values?: Values) => string;

/** Looks texts up as a console with this language does. */
function textOf<Key extends string>(texts: Dictionary, language: Language): TextOf<Key> {
  return (key, values) => {
    setTexts(language, texts);
    return text(key, values);
  };
}

export const SELF_SERVICE: Readonly<Record<Language, TextOf<SelfServiceKey>>> = {
  en: textOf(selfService, 'en'),
  de: textOf(selfServiceDe, 'de'),
  fr: textOf(selfServiceFr, 'fr'),
};
export const SECURITY: Readonly<Record<Language, TextOf<SecurityKey>>> = {
  en: textOf(security, 'en'),
  de: textOf(securityDe, 'de'),
  fr: textOf(securityFr, 'fr'),
};
