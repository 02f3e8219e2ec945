/** The catalogue of security questions: one ordered set of questions a language (read-catalogue.ts reads it). */

export type QuestionSet = { readonly language: string; readonly questions: readonly string[] };
/** In the order in which the sets first came: of several `en_*` sets the first one serves `en`. */
export type Catalogue = readonly (QuestionSet & { readonly version: number })[];

/**
 * The set that serves a language: the one of that very name; for a bare language such as `en` the first `en_*`; else the
 * default language's. Undefined where even that is missing.
 */
export function setFor<T extends { readonly language: string }>(
  language: string | undefined,
  catalogue: readonly T[],
  defaultLanguage: string,
): T | undefined {
  const wanted = (language ?? '').trim().replaceAll('-', '_').toLowerCase();
  const named = (test: (name: string) => boolean) => catalogue.find((set) => test(set.language.toLowerCase()));
  return (
    named((name) => name === wanted) ??
    (/^[a-z]{2,3}$/u.test(wanted) ? named((name) => name.startsWith(`${wanted}_`)) : undefined) ??
    named((name) => name === defaultLanguage.toLowerCase())
  );
}
