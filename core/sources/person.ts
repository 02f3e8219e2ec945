/**
 * A user out of a directory entry: its fields as the package has them, or why it is refused.
 */

import { addressOf } from '#core/address.ts';
import { type UserRecord, userRecord } from '#core/export/record.ts';
import { parsePhc } from '#core/passwords/phc.ts';
import { foldSpace } from '#core/text.ts';
import { saysEnabled, saysLockedOut } from './account.ts';
import type { DirectoryEntry } from './entry.ts';
import type { Field, Mapping } from './mapping.ts';
import { readTime } from './times.ts';

export type Person = Omit<UserRecord, 'type' | 'tokens' | 'answers'>;
/** What is left out of a user who comes over. */
export type PersonNote = 'user.email_invalid' | 'user.password_unusable';
export type PersonResult =
  | { readonly kind: 'person'; readonly person: Person; readonly notes: readonly PersonNote[] }
  /** A group, a computer, a unit: no user. */
  | { readonly kind: 'other' }
  /** A user who can't come over as written: the field's name. */
  | { readonly kind: 'invalid'; readonly field: string };

const PEOPLE = new Set(['person', 'organizationalperson', 'inetorgperson', 'user', 'account', 'posixaccount']);
const NOT_A_USER = new Set([
  'computer',
  'contact',
  'group',
  'msds-groupmanagedserviceaccount',
  'msds-managedserviceaccount',
]);

const personSchema = userRecord.omit({ type: true, tokens: true, answers: true });

class Unreadable extends Error {
  readonly field: Field;
  constructor(field: Field) {
    super(field);
    this.field = field;
  }
}

function isPerson(entry: DirectoryEntry): boolean {
  const classes = (entry.values.get('objectclass') ?? []).map((name) => name.trim().toLowerCase());
  if (classes.some((name) => NOT_A_USER.has(name))) return false;
  // A search that did not ask for the class, and CSV: every entry with a user ID.
  return classes.length === 0 || classes.some((name) => PEOPLE.has(name));
}

/** The first value of the first attribute that has one. */
function first(entry: DirectoryEntry, mapping: Mapping, field: Field): string | undefined {
  for (const attribute of mapping[field]) {
    const value = entry.values.get(attribute)?.[0];
    if (value !== undefined && value.trim() !== '') return value;
  }
  return undefined;
}

/** Names lose line breaks and other control characters: they are shown in mails and on pages. */
const name = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : foldSpace(value.replace(/\p{Cc}/gu, ' ')) || undefined;

/** Every attribute that has a value decides; one that can't be read refuses the user. */
function verdicts(
  entry: DirectoryEntry,
  mapping: Mapping,
  field: 'enabled' | 'lockedOut',
  says: (attribute: string, value: string) => boolean | undefined,
): boolean[] {
  return mapping[field].flatMap((attribute) => {
    const value = entry.values.get(attribute)?.[0];
    if (value === undefined || value.trim() === '') return [];
    const verdict = says(attribute, value);
    if (verdict === undefined) throw new Unreadable(field);
    return [verdict];
  });
}

function time(entry: DirectoryEntry, mapping: Mapping, field: 'accountStart' | 'accountEnd'): string | undefined {
  const value = first(entry, mapping, field);
  if (value === undefined) return undefined;
  const read = readTime(value);
  // An end date that can't be read must not become "no end".
  if (read === undefined) throw new Unreadable(field);
  return read ?? undefined;
}

/** One language tag out of what may be an Accept-Language list (RFC 2798, 2.7). */
function language(value: string | undefined): string | undefined {
  const tag = value?.split(/[,;]/u, 1)[0]?.trim();
  return tag !== undefined && /^[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*$/u.test(tag) && tag.length <= 35
    ? tag
    : undefined;
}

function usableHash(phc: string): boolean {
  try {
    parsePhc(phc);
    return true;
  } catch {
    return false;
  }
}

function readPerson(entry: DirectoryEntry, mapping: Mapping, userId: string, notes: PersonNote[]): Person {
  const written = first(entry, mapping, 'email')?.trim();
  const email = written === undefined ? undefined : addressOf(written);
  if (written !== undefined && email === undefined) notes.push('user.email_invalid');
  const password = first(entry, mapping, 'password')?.trim();
  if (password !== undefined && !usableHash(password)) notes.push('user.password_unusable');
  const found = {
    userId: userId.trim(),
    firstName: name(first(entry, mapping, 'firstName')),
    middleName: name(first(entry, mapping, 'middleName')),
    lastName: name(first(entry, mapping, 'lastName')),
    email,
    certificateDn: name(first(entry, mapping, 'certificateDn')),
    preferredLanguage: language(first(entry, mapping, 'preferredLanguage')),
    accountStart: time(entry, mapping, 'accountStart'),
    accountEnd: time(entry, mapping, 'accountEnd'),
    enabled: verdicts(entry, mapping, 'enabled', saysEnabled).every(Boolean),
    lockedOut: verdicts(entry, mapping, 'lockedOut', saysLockedOut).some(Boolean),
    password: password !== undefined && usableHash(password) ? password : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Person;
}

/**
 * Of several `mail` values the first in file order counts; where it is not exactly one addr-spec, the user comes over
 * without an address and the note says so.
 */
export function toPerson(entry: DirectoryEntry, mapping: Mapping): PersonResult {
  const userId = first(entry, mapping, 'userId');
  if (userId === undefined || !isPerson(entry)) return { kind: 'other' };
  if (/\p{Cc}/u.test(userId)) return { kind: 'invalid', field: 'userId' };
  const notes: PersonNote[] = [];
  try {
    const parsed = personSchema.safeParse(readPerson(entry, mapping, userId, notes));
    if (parsed.success) return { kind: 'person', person: parsed.data, notes };
    return { kind: 'invalid', field: String(parsed.error.issues[0]!.path[0]) };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'invalid', field: error.field };
    throw error;
  }
}
