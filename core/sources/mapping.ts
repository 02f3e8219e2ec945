/**
 * Which attribute feeds which field. The defaults know inetOrgPerson (RFC 2798), Active Directory and, for the state of an account,
 * the vocabulary of account-words.ts; `--map field=attribute` replaces a field's list.
 */
import { invalid } from '#core/errors.ts';
import type { SourceKind } from '#core/source-kind.ts';
import { SOURCE_FIELDS } from '#core/user-fields.ts';
import { attributesOf, BESIDE, knownWord, STATE_FIELDS, type StateField } from './account-words.ts';
import { foldColumn } from './csv-rows.ts';
import { EXTERNAL_IDS } from './external-id.ts';

/** `externalId`: what the directory never changes of an entry. `password`: a hash, only of an internal source. */
export const FIELDS = [...SOURCE_FIELDS, 'externalId', 'password'] as const;
export type Field = (typeof FIELDS)[number];
/**
 * Attributes in lower case. Of `userId` and the names the first present counts; of the account's state all do.
 */
export type Mapping = Readonly<Record<Field, readonly string[]>> & {
  /** Fields whose mapped attribute says the opposite: `--map enabled=!NAME`. */
  readonly inverted: ReadonlySet<Field>;
  /** Fields that `--map` names. */
  readonly given: ReadonlySet<Field>;
  /** What is to be said about the mapping. */
  readonly notes: readonly string[];
};

const DIRECTORY = {
  // Active Directory also has `uid`, empty or for Unix: the logon name goes first.
  userId: ['samaccountname', 'uid', 'userid'],
  firstName: ['givenname', 'gn'],
  middleName: ['middlename'],
  lastName: ['sn', 'surname'],
  email: ['mail', 'rfc822mailbox'],
  certificateDn: [],
  preferredLanguage: ['preferredlanguage'],
  externalId: EXTERNAL_IDS,
  password: [],
};

const CSV = {
  userId: ['userid', 'login', 'loginname', 'logonname', 'username', 'samaccountname', 'uid'],
  firstName: ['firstname', 'givenname'],
  middleName: ['middlename'],
  lastName: ['lastname', 'surname', 'sn'],
  email: ['email', 'emailaddress', 'mail'],
  certificateDn: ['certificatedn'],
  preferredLanguage: ['preferredlanguage', 'language'],
  // A column called GUID may be the row's own, new in each export.
  externalId: ['externalid', ...EXTERNAL_IDS.filter((attribute) => attribute !== 'guid')],
  password: ['passwordhash'],
};

/** Names of columns that hold user IDs, folded. */
export const USER_ID_COLUMNS: readonly string[] = CSV.userId;

/** Attributes that hold credentials: no mapping may name one, so that none can enter a package by mistake. */
const FORBIDDEN =
  /^(userpassword|unicodepwd|authpassword|dbcspwd|supplementalcredentials|pwdhistory|(nt|lm)pwdhistory|samba(nt|lm)password|sambapasswordhistory|krb\w*key\w*|ms-?mcs-?admpwd\w*|mslaps\w*|ipanthash)(;|$)/u;

/** @param attribute in lower case */
export const isCredential = (attribute: string): boolean => FORBIDDEN.test(attribute);

const mapInvalid = (problem: string) => invalid('pack.map_invalid', `--map: ${problem}`);

const isState = (field: Field): field is StateField => STATE_FIELDS.includes(field as StateField);

/**
 * Whether `!` may stand before an attribute. One that is known is read as it is known, whatever the mapping says of its sense;
 * where the two disagree, that is said or refused.
 * @returns what is to be said
 * @throws LandfallError pack.map_invalid
 */
function senseOf(field: Field, attribute: string, inverted: boolean): string | undefined {
  if (inverted && field !== 'enabled' && field !== 'lockedOut')
    throw mapInvalid(`"!" goes with enabled and lockedOut alone, not with ${field}.`);
  const word = isState(field) ? knownWord(field, attribute) : undefined;
  if (word === undefined) return undefined;
  const yesIsBad = word.form.kind === 'flag' && word.form.yesMeans === 'bad';
  const yesIsGood = word.form.kind === 'flag' && word.form.yesMeans === 'good';
  const opposite = field === 'enabled' ? yesIsBad : yesIsGood;
  if (inverted && !opposite)
    throw mapInvalid(
      `${word.attribute} (${word.directory}) is read as that directory means it, so "!" would turn it round. Write --map ${field}=${word.attribute}.`,
    );
  if (inverted || !opposite) return undefined;
  return `--map ${field}=${word.attribute}: "yes" there means ${field === 'enabled' ? 'disabled' : 'enabled'} (${word.directory}), and it is read so, as --map ${field}=!${word.attribute} says.`;
}

/**
 * The defaults for a kind of identity source, with `field=attribute` overrides. Password hashes travel only from an internal
 * source: passwords of an LDAP directory can't be exported.
 * @throws LandfallError pack.map_invalid
 */
export function mappingFor(
  identitySource: 'ldif' | 'ldap' | 'csv',
  kind: SourceKind,
  overrides: readonly string[],
): Mapping {
  const csv = identitySource === 'csv';
  const written = (attribute: string) => (csv ? foldColumn(attribute) : attribute);
  const of = (field: StateField) => attributesOf(field).map(written);
  const mapping: Record<Field, readonly string[]> = {
    ...(csv ? CSV : DIRECTORY),
    enabled: of('enabled'),
    lockedOut: of('lockedOut'),
    accountStart: of('accountStart'),
    accountEnd: of('accountEnd'),
  };
  if (kind === 'external') mapping.password = [];
  const inverted = new Set<Field>();
  const given = new Set<Field>();
  const notes: string[] = [];
  for (const override of overrides) {
    const [field, ...rest] = override.split('=');
    const named = rest.join('=').trim();
    const opposite = named.startsWith('!');
    const attribute = (opposite ? named.slice(1) : named).trim().toLowerCase();
    if (!isField(field) || attribute === '')
      throw mapInvalid(
        `"${field}" is no field, or no attribute follows. Write --map field=attribute; fields: ${FIELDS.join(', ')}.`,
      );
    if (isCredential(attribute)) throw mapInvalid(`${attribute} holds credentials, which never enter a package.`);
    if (field === 'password' && kind === 'external')
      throw mapInvalid('passwords come over only with --source internal.');
    const note = senseOf(field, attribute, opposite);
    if (note !== undefined) notes.push(note);
    mapping[field] = [written(attribute)];
    given.add(field);
    if (opposite) inverted.add(field);
    else inverted.delete(field);
  }
  return { ...mapping, inverted, given, notes };
}

const isField = (name: string | undefined): name is Field => FIELDS.includes(name as Field);

/** What has to be read of an entry: the mapped attributes, what they are judged by, and its object class. */
export function wantedAttributes(mapping: Mapping): ReadonlySet<string> {
  const mapped = FIELDS.flatMap((field) => mapping[field]);
  const beside = mapping.lockedOut.includes('krbloginfailedcount') ? Object.values(BESIDE) : [];
  return new Set(['objectclass', ...mapped, ...beside]);
}
