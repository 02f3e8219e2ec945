/** Whether an entry of a file matches a filter, as a directory would judge of the attributes that the file holds (RFC 4511, 4.5.1.7). */
import { comparable } from '#core/text.ts';
import { dnKey } from './dn.ts';
import type { DirectoryEntry } from './entry.ts';
import type { Filter } from './filter.ts';

/** A file names the lowest class of an entry, a directory knows those above it (RFC 4519, 2798, 4524; Active Directory). */
const SUPERIOR: Readonly<Record<string, string>> = {
  inetorgperson: 'organizationalperson',
  user: 'organizationalperson',
  organizationalperson: 'person',
  residentialperson: 'person',
  person: 'top',
  account: 'top',
};

function classesOf(values: readonly string[]): string[] {
  const found = new Set(['top']);
  for (const value of values)
    for (let name: string | undefined = comparable(value); name !== undefined; name = SUPERIOR[name]) found.add(name);
  return [...found];
}

/** Values of an attribute and of those that options make of it (`cn;lang-fr`), as they compare. */
function valuesOf(entry: DirectoryEntry, attribute: string): readonly string[] {
  const written = [...entry.values]
    .filter(([name]) => name === attribute || name.startsWith(`${attribute};`))
    .flatMap(([, values]) => values);
  return attribute === 'objectclass' ? classesOf(written) : written;
}

/** Negative, zero or positive: numbers by their value, anything else (times too) as text. */
function compare(one: string, other: string): number {
  const numbers = [one, other].every((text) => /^-?\d{1,30}$/u.test(text));
  if (!numbers) return one < other ? -1 : Number(one > other);
  const difference = BigInt(one) - BigInt(other);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** Whether the parts stand in the text in their order, the first at its beginning, the last at its end. */
function hasParts(text: string, parts: readonly string[]): boolean {
  const last = parts.at(-1)!;
  if (!text.startsWith(parts[0]!)) return false;
  let at = parts[0]!.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function hasBits(value: string, mask: bigint, all: boolean): boolean {
  if (!/^-?\d{1,19}$/u.test(value)) return false;
  const found = BigInt(value) & mask;
  return all ? found === mask : found !== 0n;
}

export function matchesFilter(filter: Filter, entry: DirectoryEntry): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((one) => matchesFilter(one, entry));
    case 'or':
      return filter.of.some((one) => matchesFilter(one, entry));
    case 'not':
      return !matchesFilter(filter.of[0], entry);
    case 'present':
      return valuesOf(entry, filter.attribute).length > 0;
    case 'bits':
      return valuesOf(entry, filter.attribute).some((value) => hasBits(value.trim(), filter.mask, filter.all));
    case 'parts':
      return valuesOf(entry, filter.attribute).some((value) => hasParts(comparable(value), filter.parts));
    case 'least':
      return valuesOf(entry, filter.attribute).some((value) => compare(comparable(value), filter.value) >= 0);
    case 'most':
      return valuesOf(entry, filter.attribute).some((value) => compare(comparable(value), filter.value) <= 0);
    case 'equal':
      return valuesOf(entry, filter.attribute).some(
        (value) => comparable(value) === filter.value || (filter.dn !== undefined && dnKey(value) === filter.dn),
      );
  }
}
