/**
 * Which of a source's security questions are the same question in the target's catalogue: same language, same text after
 * NFKC, trimming, white-space folding and case folding. Punctuation counts; nothing is guessed from meaning.
 */
import { comparable } from '#core/text.ts';
import { setFor } from './catalogue.ts';

export type SourceQuestion = { readonly language: string; readonly text: string };
/** An administrator's entry, made before a run, that a source text is a catalogue question. */
export type Alias = { readonly language: string; readonly from: string; readonly to: string };
export type TargetQuestion = { readonly language: string; readonly question: string };

/** For each text its catalogue question as the catalogue writes it, or null; in the order of the texts. */
export function reconcile(
  texts: readonly SourceQuestion[],
  catalogue: readonly { readonly language: string; readonly questions: readonly string[] }[],
  aliases: readonly Alias[],
  defaultLanguage: string,
): (TargetQuestion | null)[] {
  const languageOf = (language: string) => setFor(language, catalogue, defaultLanguage)?.language;
  const key = (language: string, text: string) => JSON.stringify([language, comparable(text)]);
  const known = new Map<string, TargetQuestion>();
  for (const { language, questions } of catalogue)
    for (const question of questions) known.set(key(language, question), { language, question });
  const meant = new Map<string, string>();
  for (const alias of aliases) {
    const language = languageOf(alias.language);
    if (language !== undefined) meant.set(key(language, alias.from), key(language, alias.to));
  }
  return texts.map(({ language, text }) => {
    const target = languageOf(language);
    if (target === undefined) return null;
    const own = key(target, text);
    return known.get(own) ?? known.get(meant.get(own) ?? '') ?? null;
  });
}
