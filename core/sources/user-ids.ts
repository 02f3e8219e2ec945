/** Attributes in which directories keep what people log on with: asked for to say what `--map userId=` could name, never taken by itself. */
import { foldColumn } from './csv-rows.ts';
import type { DirectoryEntry } from './entry.ts';

const CANDIDATES = ['userPrincipalName', 'cn', 'mail', 'employeeNumber', 'employeeID', 'uid', 'sAMAccountName'];

/** By lower-case name, as it is written. CSV columns are folded, which changes none of them. */
export const ID_CANDIDATES: ReadonlyMap<string, string> = new Map(CANDIDATES.map((name) => [foldColumn(name), name]));

/** Those that an entry has, with the first value of each. */
export const candidatesOf = (entry: DirectoryEntry): { readonly name: string; readonly value: string }[] =>
  [...ID_CANDIDATES].flatMap(([attribute, name]) => {
    const value = entry.values.get(attribute)?.[0]?.trim();
    return value ? [{ name, value }] : [];
  });
