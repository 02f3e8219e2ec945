/**
 * A user out of a directory entry: its fields as the package has them, or why it is refused or passed over.
 */

import { addressOf } from '#core/address.ts';
import { type UserRecord, userRecord } from '#core/export/record.ts';
import { parsePhc } from '#core/passwords/phc.ts';
import { foldSpace } from '#core/text.ts';
import { type AccountState, accountState, type StateRules, UnreadableState } from './account.ts';
import type { DirectoryEntry } from './entry.ts';
import { externalIdOf } from './external-id.ts';
import { language, languageTags, localized } from './languages.ts';
import type { Field, Mapping } from './mapping.ts';

export type Person = Omit<UserRecord, 'type' | 'tokens' | 'answers'>;
/** What is left out of a user who comes over. */
export type PersonNote = 'user.email_invalid' | 'user.password_unusable' | 'user.external_id_unusable';
export type PersonResult =
  | {
      readonly kind: 'person';
      readonly person: Person;
      readonly notes: readonly PersonNote[];
      readonly state: Pick<AccountState, 'said' | 'lockoutEnded'>;
    }
  /** No user, and what it is: the class of a computer, a group, a unit; or a person without a user ID. */
  | { readonly kind: 'other'; readonly is: string }
  | { readonly kind: 'no_user_id' }
  /** A user who can't come over as written: the field's name, and which attribute can't be read. */
  | {
      readonly kind: 'invalid';
      readonly field: string;
      readonly unreadable?: Pick<UnreadableState, 'attribute' | 'value' | 'problem'>;
    };

const PEOPLE = new Set(['person', 'organizationalperson', 'inetorgperson', 'user', 'account', 'posixaccount']);
const NOT_A_USER = new Set([
  'computer',
  'contact',
  'group',
  'msds-groupmanagedserviceaccount',
  'msds-managedserviceaccount',
]);
/** ADS_USER_FLAG: accounts of trusts, workstations and domain controllers, which are of class user too. */
const AD_MACHINE = 0x800 | 0x1000 | 0x2000;

const personSchema = userRecord.omit({ type: true, tokens: true, answers: true });

/** What an entry is that is no user; undefined of a user. */
function otherThanUser(entry: DirectoryEntry): string | undefined {
  const classes = (entry.values.get('objectclass') ?? []).map((name) => name.trim()).filter((name) => name !== '');
  const other = classes.find((name) => NOT_A_USER.has(name.toLowerCase()));
  if (other !== undefined) return other;
  if ((Number(entry.values.get('useraccountcontrol')?.[0]) & AD_MACHINE) !== 0) return 'computer';
  // A search that did not ask for the class, and CSV: every entry with a user ID.
  if (classes.length === 0 || classes.some((name) => PEOPLE.has(name.toLowerCase()))) return undefined;
  return classes.at(-1)!;
}

/** The first value of the first attribute that has one. */
function first(
  entry: DirectoryEntry,
  mapping: Mapping,
  field: Field,
  languages: readonly string[] = [],
): string | undefined {
  for (const attribute of mapping[field]) {
    const value = localized(entry, attribute, languages);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The user ID of an entry as it is written; undefined of what is no user, and of a user without one. */
export const userIdOf = (entry: DirectoryEntry, mapping: Mapping): string | undefined =>
  otherThanUser(entry) === undefined ? first(entry, mapping, 'userId') : undefined;

/** Attributes by which userIdOf decides. */
export const userIdAttributes = (mapping: Mapping): readonly string[] => [
  'objectclass',
  'useraccountcontrol',
  ...mapping.userId,
];

/** Names lose line breaks and other control characters: they are shown in mails and on pages. */
const name = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : foldSpace(value.replace(/\p{Cc}/gu, ' ')) || undefined;

function usableHash(phc: string): boolean {
  try {
    parsePhc(phc);
    return true;
  } catch {
    return false;
  }
}

type Read = { readonly found: Readonly<Record<string, unknown>>; readonly state: AccountState };

function readPerson(
  entry: DirectoryEntry,
  mapping: Mapping,
  rules: StateRules,
  userId: string,
  notes: PersonNote[],
): Read {
  const preferred = first(entry, mapping, 'preferredLanguage');
  const languages = languageTags(preferred);
  const of = (field: Field) => first(entry, mapping, field, languages);
  const written = of('email')?.trim();
  const email = written === undefined ? undefined : addressOf(written);
  if (written !== undefined && email === undefined) notes.push('user.email_invalid');
  const password = of('password')?.trim();
  if (password !== undefined && !usableHash(password)) notes.push('user.password_unusable');
  const externalId = externalIdOf(entry, mapping.externalId)?.id;
  const usableId = userRecord.shape.externalId.safeParse(externalId).success;
  if (!usableId) notes.push('user.external_id_unusable');
  const state = accountState(entry, mapping, rules);
  const found = {
    userId: userId.trim(),
    firstName: name(of('firstName')),
    middleName: name(of('middleName')),
    lastName: name(of('lastName')),
    email,
    certificateDn: name(of('certificateDn')),
    preferredLanguage: language(preferred),
    accountStart: state.accountStart,
    accountEnd: state.accountEnd,
    enabled: state.enabled,
    lockedOut: state.lockedOut,
    externalId: usableId ? externalId : undefined,
    password: password !== undefined && usableHash(password) ? password : undefined,
  };
  return { found: Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)), state };
}

/**
 * Of several `mail` values the first in file order counts; where it is not exactly one addr-spec, the user comes over
 * without an address and the note says so.
 */
export function toPerson(entry: DirectoryEntry, mapping: Mapping, rules: StateRules): PersonResult {
  const is = otherThanUser(entry);
  if (is !== undefined) return { kind: 'other', is };
  const userId = first(entry, mapping, 'userId');
  if (userId === undefined) return { kind: 'no_user_id' };
  if (/\p{Cc}/u.test(userId)) return { kind: 'invalid', field: 'userId' };
  const notes: PersonNote[] = [];
  try {
    const { found, state } = readPerson(entry, mapping, rules, userId, notes);
    const parsed = personSchema.safeParse(found);
    if (parsed.success) return { kind: 'person', person: parsed.data, notes, state };
    return { kind: 'invalid', field: String(parsed.error.issues[0]!.path[0]) };
  } catch (error) {
    if (!(error instanceof UnreadableState)) throw error;
    const { field, attribute, value, problem } = error;
    return { kind: 'invalid', field, unreadable: { attribute, value, problem } };
  }
}
