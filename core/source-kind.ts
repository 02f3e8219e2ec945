/** Where the users of a source deployment live. */
export const SOURCE_KINDS = [
  /** In an LDAP directory: users come without passwords, which can't be exported from there. */
  'external',
  /** In the internal database of the source: password hashes may come along. */
  'internal',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
