import type { Manifest } from '#core/export/manifest.ts';

/** The distinct questions of a package, in the order of their first answer: answers name them by index. */
export class QuestionTable {
  readonly #indexes = new Map<string, number>();
  readonly list: Manifest['questions'] = [];

  indexOf(language: string, text: string): number {
    const key = `${language}\n${text}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.list.length);
    return this.list.push({ language, text }) - 1;
  }
}
