/** The names of tests as their files write them, and whether a document's name of a test is one of them. */

const TITLE =
  /(?:\b(?:test|it|describe)(?:\.\w+)*|\))\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)\s*,/gu;

/** The titles in the text of a test file: of tests, of groups and, as templates, of what runs once a row of a table. */
export function titlesIn(text: string): string[] {
  return [...text.matchAll(TITLE)].map(([, single, double, template]) =>
    (single ?? double ?? template)!.replace(/\\(.)/gu, '$1'),
  );
}

/** What stands for a value in a template: jest's own and JavaScript's. */
const PLACEHOLDER = /%[a-z#]|\$\{[^}]*\}|\$[\w.]+/gu;
const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');

/** Whether `name` is this title, or the title of a row of its table. A template that is nearly all values fits only itself. */
export function isTitle(name: string, title: string): boolean {
  if (name === title) return true;
  const fixed = title.split(PLACEHOLDER);
  if (fixed.length === 1 || fixed.join('').length < 8) return false;
  return new RegExp(`^${fixed.map(literal).join('.+')}$`, 'u').test(name);
}

/** The title that shares most words with a name: what it was probably renamed to. */
export function nearest(name: string, titles: readonly string[]): string | undefined {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const mine = words(name);
  const score = (title: string) => {
    const its = words(title);
    const shared = [...its].filter((word) => mine.has(word)).length;
    return shared / (mine.size + its.size - shared);
  };
  return [...titles].sort((a, b) => score(b) - score(a))[0];
}
