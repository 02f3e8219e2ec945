/** Of `landfall pack` and what it reads: token files, directories, assignments, answers. */
import { type Definitions, fact, known } from './definition.ts';

export const PACK = {
  'pack.file_unreadable': {
    status: 400,
    means: 'An input file can’t be read.',
    facts: { file: fact<string>() },
  },
  'pack.map_invalid': { status: 400, means: '--map does not name a field and an attribute.' },
  'pack.map_absent': {
    status: 422,
    means: 'No user has the attribute that --map names.',
    facts: { attribute: fact<string>() },
  },
  'pack.map_unreadable': {
    status: 422,
    means: 'The attribute that --map names for a flag or a time holds neither.',
    facts: { attribute: fact<string>() },
  },
  'pack.no_users': {
    status: 422,
    means: 'Not one user would be in the package.',
    facts: { entries: fact<number>('that were read') },
  },
  'pack.state_unknown': {
    status: 422,
    means: 'Nothing in the directory says which accounts are enabled.',
    facts: { users: fact<number>() },
  },
  'pack.lockout_duration': { status: 400, means: '--lockout-duration is neither minutes nor "forever".' },
  'pack.no_tokens': {
    status: 422,
    means: 'The token files hold no token that can be used.',
    facts: { refused: fact<readonly { readonly code: string; readonly count: number }[]>('codes with their counts') },
  },
  'pack.filter_unsupported': { status: 400, means: '--filter asks for what can’t be judged of an export in a file.' },
  'pack.group_missing': { status: 422, means: 'The directory does not hold the group that --group names.' },
  'pack.option_misplaced': { status: 400, means: 'An option does not go with the kind of directory that is given.' },
  'pack.name_invalid': { status: 400, means: '--base or --group is no distinguished name.' },
  'users_file.unreadable': {
    status: 400,
    means: 'The list of user IDs can’t be read, or names no user.',
    facts: { line: known<number>() },
  },
  'pack.out_unwritable': { status: 400, means: 'The package can’t be written where --out says.' },
  'pack.part_size': { status: 400, means: '--part-size is out of its range.' },
  'pack.recipient_invalid': { status: 400, means: 'The recipient key is not the one that `landfall key` prints.' },
  'pack.signing_key_invalid': { status: 400, means: 'The signing key is not an Ed25519 private key in PEM.' },
  'pack.source_name': { status: 400, means: '--source-name is empty or too long.' },
  'pack.token_file_unknown': { status: 400, means: 'An option names a token file that --tokens does not.' },
  'pack.token_key_invalid': {
    status: 400,
    means: 'The file of a pre-shared key does not hold 16, 24 or 32 bytes in hex.',
  },
  'pack.too_large': { status: 422, means: 'The package can’t be written within the limits of the format.' },
  'pack.which_directory': { status: 400, means: 'Not exactly one of --ldif, --csv and --ldap is given.' },

  'tokenfile.unknown': { status: 400, means: 'The file is no token file that is read here.' },
  'tokenfile.malformed': { status: 400, means: 'The sdtid file has no header with a Secret.' },
  'tokenfile.header_mac': { status: 400, means: 'The HeaderMAC of the sdtid file is wrong.' },
  'tokenfile.password': { status: 400, means: 'The token file’s password is missing or wrong.' },
  'tokenfile.key': { status: 400, means: 'The token file’s pre-shared key is missing or wrong.' },
  'tokenfile.encryption': { status: 400, means: 'The PSKC file is encrypted in a way that is not read here.' },
  'tokenfile.columns': {
    status: 400,
    means: 'The columns of the CSV file of tokens can’t be used.',
    facts: { column: known<string>('that is there twice'), columns: known<readonly string[]>('that are missing') },
  },
  'tokenfile.too_large': { status: 413, means: 'The CSV file of tokens is too large.' },

  'xml.encoding': {
    status: 400,
    means: 'The XML file is not in an encoding that is read here.',
    facts: { encoding: fact<string>() },
  },
  'xml.entity': { status: 400, means: 'The XML file holds a bare “&” or an unknown entity.' },
  'xml.doctype': { status: 400, means: 'The XML file holds a DOCTYPE.' },
  'xml.malformed': { status: 400, means: 'The file is not well-formed XML.', facts: { line: known<number>() } },
  'xml.too_large': {
    status: 413,
    means: 'The XML file is too large.',
    facts: { max: fact<number>('in bytes') },
  },

  'ldif.broken_line': { status: 422, means: 'A line is not one of LDIF.', facts: { line: fact<number>() } },
  'ldif.url_refused': { status: 422, means: 'A value stands under a URL.', facts: { line: fact<number>() } },
  'ldif.change_refused': {
    status: 422,
    means: 'An entry of the LDIF is a change.',
    facts: { line: fact<number>() },
  },
  'ldif.incomplete': {
    status: 422,
    means: 'The search that made the LDIF did not give everything.',
    facts: { line: fact<number>() },
  },
  'ldif.encoding': { status: 422, means: 'A line holds bytes that are not UTF-8.', facts: { line: fact<number>() } },
  'csv.broken_line': {
    status: 422,
    means: 'A line is no row of CSV.',
    facts: { line: fact<number>(), file: fact<string>('what it is for') },
  },
  'csv.column_missing': {
    status: 422,
    means: 'The CSV file lacks a column.',
    facts: { file: fact<string>('what it is for'), columns: fact<readonly string[]>('that are missing') },
  },
  'csv.column_repeated': { status: 422, means: 'The CSV file has a column twice.' },
  'assignments.cell_invalid': {
    status: 422,
    means: 'A cell of the assignments file can’t be used.',
    facts: { line: fact<number>(), column: fact<string>() },
  },
  'assignments.column_unknown': {
    status: 422,
    means: 'The assignments file has an unknown column.',
    facts: { column: fact<string>() },
  },

  'ldap.url_invalid': { status: 400, means: '--ldap is not an LDAP address.' },
  'ldap.ca_invalid': { status: 400, means: 'The file of --ca holds no certificate in PEM.' },
  'ldap.filter_invalid': { status: 400, means: '--filter is no LDAP filter.' },
  'ldap.unencrypted': { status: 400, means: 'The connection to the directory would not be encrypted.' },
  'ldap.password_missing': { status: 400, means: 'The password of --bind-dn is missing.' },
  'ldap.base_missing': { status: 400, means: '--base is missing.' },
  'ldap.failed': { status: 422, means: 'The directory refused, or the connection was lost.' },
} as const satisfies Definitions;
