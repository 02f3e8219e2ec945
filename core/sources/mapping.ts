/**
 * Which attribute feeds which field. The defaults know inetOrgPerson (RFC 2798) with OpenLDAP's operational attributes, and
 * Active Directory; `--map field=attribute` replaces a field's list.
 */
import { invalid } from '#core/errors.ts';
import type { SourceKind } from '#core/source-kind.ts';
import { SOURCE_FIELDS } from '#core/user-fields.ts';
import { foldColumn } from './csv-rows.ts';

/** `password`: a hash, only of an internal source. */
export const FIELDS = [...SOURCE_FIELDS, 'password'] as const;
export type Field = (typeof FIELDS)[number];
/** Attributes in lower case. Of `userId` and the names the first present counts; of `enabled` and `lockedOut` all do. */
export type Mapping = Readonly<Record<Field, readonly string[]>>;

const DIRECTORY: Mapping = {
  // Active Directory also has `uid`, empty or for Unix: the logon name goes first.
  userId: ['samaccountname', 'uid', 'userid'],
  firstName: ['givenname', 'gn'],
  middleName: ['middlename'],
  lastName: ['sn', 'surname'],
  email: ['mail', 'rfc822mailbox'],
  certificateDn: [],
  preferredLanguage: ['preferredlanguage'],
  accountStart: ['pwdstarttime'],
  accountEnd: ['accountexpires', 'pwdendtime'],
  enabled: ['useraccountcontrol', 'nsaccountlock'],
  lockedOut: ['useraccountcontrol', 'lockouttime', 'pwdaccountlockedtime'],
  password: [],
};

const CSV: Mapping = {
  userId: ['userid', 'login', 'username', 'uid', 'samaccountname'],
  firstName: ['firstname', 'givenname'],
  middleName: ['middlename'],
  lastName: ['lastname', 'surname', 'sn'],
  email: ['email', 'emailaddress', 'mail'],
  certificateDn: ['certificatedn'],
  preferredLanguage: ['preferredlanguage', 'language'],
  accountStart: ['accountstart'],
  accountEnd: ['accountend', 'accountexpires'],
  enabled: ['enabled'],
  lockedOut: ['lockedout', 'locked'],
  password: ['passwordhash'],
};

/** Attributes that hold credentials: no mapping may name one, so that none can enter a package by mistake. */
const FORBIDDEN =
  /^(userpassword|unicodepwd|authpassword|dbcspwd|supplementalcredentials|pwdhistory|(nt|lm)pwdhistory|samba(nt|lm)password|sambapasswordhistory|krb\w*key\w*|ms-?mcs-?admpwd\w*|mslaps\w*|ipanthash)(;|$)/u;

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
  const mapping: Record<Field, readonly string[]> = { ...(identitySource === 'csv' ? CSV : DIRECTORY) };
  if (kind === 'external') mapping.password = [];
  for (const override of overrides) {
    const [field, ...rest] = override.split('=');
    const attribute = rest.join('=').trim().toLowerCase();
    if (!FIELDS.includes(field as Field) || attribute === '')
      throw mapInvalid(
        `"${field}" is no field, or no attribute follows. Write --map field=attribute; fields: ${FIELDS.join(', ')}.`,
      );
    if (FORBIDDEN.test(attribute)) throw mapInvalid(`${attribute} holds credentials, which never enter a package.`);
    if (field === 'password' && kind === 'external')
      throw mapInvalid('passwords come over only with --source internal.');
    mapping[field as Field] = [identitySource === 'csv' ? foldColumn(attribute) : attribute];
  }
  return mapping;
}

const mapInvalid = (problem: string) => invalid('pack.map_invalid', `--map: ${problem}`);

/** What has to be read of an entry: the mapped attributes and its object class. */
export function wantedAttributes(mapping: Mapping): ReadonlySet<string> {
  return new Set(['objectclass', ...Object.values(mapping).flat()]);
}
