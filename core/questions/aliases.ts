/** Aliases as an administrator saves them: each names a question that the catalogue holds. */
import { comparable } from '#core/text.ts';
import { setFor } from './catalogue.ts';
import type { Alias, SourceQuestion } from './reconcile.ts';

type Sets = readonly { readonly language: string; readonly questions: readonly string[] }[];

/**
 * The alias that counts for a question of a source: of several for the same question the last one, as in a run. Undefined where a run
 * would find nothing: no set serves the language, or the set does not hold what the alias names any more.
 */
export function aliasFor(
  { language, text }: SourceQuestion,
  aliases: readonly Alias[],
  catalogue: Sets,
  defaultLanguage: string,
): Alias | undefined {
  const setOf = (name: string) => setFor(name, catalogue, defaultLanguage)?.language;
  const set = setFor(language, catalogue, defaultLanguage);
  if (!set) return undefined;
  const found = aliases.findLast(
    (one) => setOf(one.language) === set.language && comparable(one.from) === comparable(text),
  );
  return found && set.questions.some((question) => comparable(question) === comparable(found.to)) ? found : undefined;
}

/** The list with one more, in place of an alias for the same question. */
export const withAlias = (aliases: readonly Alias[], alias: Alias): Alias[] => [
  ...aliases.filter((one) => one.language !== alias.language || comparable(one.from) !== comparable(alias.from)),
  alias,
];

/** The new ones that name a question which is not there. One that was saved before stays: its question may have gone since. */
export function aliasesToNothing(
  next: readonly Alias[],
  before: readonly Alias[],
  catalogue: Sets,
  defaultLanguage: string,
): Alias[] {
  const known = new Set(before.map(({ language, from, to }) => JSON.stringify([language, from, to])));
  return next.filter(({ language, from, to }) => {
    if (known.has(JSON.stringify([language, from, to]))) return false;
    const questions = setFor(language, catalogue, defaultLanguage)?.questions ?? [];
    return !questions.some((question) => comparable(question) === comparable(to));
  });
}
