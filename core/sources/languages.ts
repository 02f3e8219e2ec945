/**
 * Language tags of attributes (RFC 3866): `sn;lang-ja` is a subtype of `sn`, so it is the last name where there is no plain one.
 */
import type { DirectoryEntry } from './entry.ts';

const TAG = /^[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*$/u;

const isTag = (tag: string): boolean => TAG.test(tag) && tag.length <= 35;

/** The tags of what may be an Accept-Language list (RFC 2798, 2.7), in its order. */
export const languageTags = (value: string | undefined): string[] =>
  (value ?? '').split(',').map((one) => one.split(';', 1)[0]!.trim());

/** The first of them, where it is a tag. */
export function language(value: string | undefined): string | undefined {
  const [tag] = languageTags(value);
  return tag !== undefined && isTag(tag) ? tag : undefined;
}

/** The languages of an attribute's options; undefined where an option is none (`;binary`), or there is no option. */
function tagged(name: string, attribute: string): string[] | undefined {
  if (!name.startsWith(`${attribute};`)) return undefined;
  const options = name.slice(attribute.length + 1).split(';');
  return options.every((option) => option.startsWith('lang-')) ? options.map((option) => option.slice(5)) : undefined;
}

const matches = (wanted: string, tag: string): boolean =>
  tag === wanted || tag.startsWith(`${wanted}-`) || wanted.startsWith(`${tag}-`);

/** The first value, where it is not blank. */
const filled = (values: readonly string[] | undefined): string | undefined =>
  values?.[0]?.trim() ? values[0] : undefined;

/**
 * The value of an attribute: the plain one, else that of the first preferred language, else the first in file order.
 * Of several values the first in file order counts, even where it is blank.
 */
export function localized(entry: DirectoryEntry, attribute: string, preferred: readonly string[]): string | undefined {
  const plain = filled(entry.values.get(attribute));
  if (plain !== undefined) return plain;
  const found: { readonly tags: readonly string[]; readonly value: string }[] = [];
  for (const [name, values] of entry.values) {
    const tags = name.includes(';') ? tagged(name, attribute) : undefined;
    const value = filled(values);
    if (tags !== undefined && value !== undefined) found.push({ tags, value });
  }
  for (const wanted of preferred.map((tag) => tag.toLowerCase().replaceAll('_', '-')))
    for (const { tags, value } of found) if (tags.some((tag) => matches(wanted, tag))) return value;
  return found[0]?.value;
}
