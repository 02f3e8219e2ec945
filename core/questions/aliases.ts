/** Aliases as an administrator saves them: each names a question that the catalogue holds. */
import { comparable } from '#core/text.ts';
import { setFor } from './catalogue.ts';
import type { Alias } from './reconcile.ts';

/** The new ones that name a question which is not there. One that was saved before stays: its question may have gone since. */
export function aliasesToNothing(
  next: readonly Alias[],
  before: readonly Alias[],
  catalogue: readonly { readonly language: string; readonly questions: readonly string[] }[],
  defaultLanguage: string,
): Alias[] {
  const known = new Set(before.map(({ language, from, to }) => JSON.stringify([language, from, to])));
  return next.filter(({ language, from, to }) => {
    if (known.has(JSON.stringify([language, from, to]))) return false;
    const questions = setFor(language, catalogue, defaultLanguage)?.questions ?? [];
    return !questions.some((question) => comparable(question) === comparable(to));
  });
}
