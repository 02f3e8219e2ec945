/** What the pages say, by key, so that a test holds in every language and a sentence may be put better without it. */
import { texts as securityDe } from '#console/security/texts/de.ts';
import { texts as security } from '#console/security/texts/en.ts';
import { texts as securityFr } from '#console/security/texts/fr.ts';
import { texts as selfServiceDe } from '#console/self-service/texts/de.ts';
import { texts as selfService } from '#console/self-service/texts/en.ts';
import { texts as selfServiceFr } from '#console/self-service/texts/fr.ts';
import { type Dictionary, type Language, setTexts, text, type Values } from '#console/shared/i18n/language.ts';
import type { en } from '#console/shared/texts/en.ts';

export type SharedKey = keyof typeof en;
export type SelfServiceKey = keyof typeof selfService;
export type SecurityKey = keyof typeof security;
export type Words<Key extends string> = (key: Key, values?: Values) => string;

/** Speaks as a console does that holds these texts. */
function speak<Key extends string>(texts: Dictionary, language: Language): Words<Key> {
  return (key, values) => {
    setTexts(language, texts);
    return text(key, values);
  };
}

export const SELF_SERVICE: Readonly<Record<Language, Words<SelfServiceKey>>> = {
  en: speak(selfService, 'en'),
  de: speak(selfServiceDe, 'de'),
  fr: speak(selfServiceFr, 'fr'),
};
export const SECURITY: Readonly<Record<Language, Words<SecurityKey>>> = {
  en: speak(security, 'en'),
  de: speak(securityDe, 'de'),
  fr: speak(securityFr, 'fr'),
};
