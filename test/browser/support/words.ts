/** What the pages say, by key, so that a test holds in every language and a sentence may be put better without it. */
import { texts as selfServiceDe } from '#console/self-service/texts/de.ts';
import { texts as selfService } from '#console/self-service/texts/en.ts';
import { texts as selfServiceFr } from '#console/self-service/texts/fr.ts';
import { type Dictionary, type Language, setTexts, type Translate, text } from '#console/shared/i18n.ts';

/** Speaks as a console does that holds these texts. */
export function speak<D extends Dictionary>(texts: D, language: Language): Translate<D> {
  return (key, values) => {
    setTexts(language, texts);
    return text(key, values);
  };
}

export type Words = Translate<typeof selfService>;
export const SELF_SERVICE: Readonly<Record<Language, Words>> = {
  en: speak(selfService, 'en'),
  de: speak(selfServiceDe, 'de') as Words,
  fr: speak(selfServiceFr, 'fr') as Words,
};
