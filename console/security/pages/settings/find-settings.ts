/** Finds settings as people look for them: by words of their names, hints and headings, in any order, case and spelling of accents. */
import { folded } from '#core/journey/fold.ts';

/** Whether each word of `wanted` is part of one of the texts. An empty search finds all. */
export function isFound(wanted: string, texts: readonly (string | undefined)[]): boolean {
  const there = folded(texts.filter((one) => one !== undefined).join(' '));
  return folded(wanted)
    .split(' ')
    .every((word) => there.includes(word));
}
