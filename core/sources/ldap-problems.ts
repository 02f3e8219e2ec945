/**
 * What an administrator can do about a directory that refuses: result codes of LDAP (RFC 4511, appendix A), what Active Directory
 * adds to "invalid credentials", and errors of the network and of TLS. No text of a server is repeated: it may contain anything.
 */
export type LdapStep = 'connection' | 'logon' | 'search';

export type LdapFailure = {
  readonly step: LdapStep;
  /** The result code of LDAP, a number; or that of a network or TLS error, a name such as ECONNREFUSED. */
  readonly code: number | string | undefined;
  /** The server's own words: only Active Directory's number is taken from them. */
  readonly serverText?: string;
  /** Whether a logon was asked for. */
  readonly bound: boolean;
  /** Names that a server serves, where it said them. */
  readonly namingContexts?: readonly string[];
};

type Words = string | ((failure: LdapFailure) => string);

/** https://learn.microsoft.com/windows/win32/debug/system-error-codes: the "data" of AcceptSecurityContext errors, in hex. */
const ACTIVE_DIRECTORY: Readonly<Record<string, string>> = {
  '525': 'there is no such user: --bind-dn takes a DN, or name@domain',
  '52e': 'the password of --bind-dn is wrong, or its name is',
  '530': 'the account of --bind-dn may not log on at this time of day',
  '531': 'the account of --bind-dn may not log on from this machine',
  '532': 'the password of --bind-dn has expired',
  '533': 'the account of --bind-dn is disabled',
  '701': 'the account of --bind-dn has expired',
  '773': 'the account of --bind-dn must change its password first',
  '775': 'the account of --bind-dn is locked out',
};

const invalidCredentials: Words = ({ serverText = '' }) => {
  const data = /\bdata ([0-9a-f]{3})\b/iu.exec(serverText)?.[1]?.toLowerCase() ?? '';
  return ACTIVE_DIRECTORY[data] ?? '--bind-dn or its password is wrong';
};

const anonymousOr =
  (otherwise: string): Words =>
  ({ bound }) =>
    bound ? otherwise : 'it does not let anonymous callers search: give --bind-dn';

const SIZE_LIMIT =
  'it gives this account no more entries (size limit). Ask with an account that has no limit (OpenLDAP: limits, olcLimits; 389 DS: nsSizeLimit, nsPagedSizeLimit; Active Directory: MaxPageSize), or export with slapcat, db2ldif or ldifde and use --ldif';

const RESULTS: Readonly<Record<number, Words>> = {
  1: anonymousOr('it could not do this now (operations error): look into its log'),
  2: ({ step }) =>
    step === 'connection'
      ? 'it does not know StartTLS: use ldaps:// without --ldap-starttls'
      : 'it did not understand the request (protocol error): it may be no LDAP 3 server',
  3: 'the search took longer than it allows (time limit): give a narrower --base or --filter, or an account without a limit',
  4: SIZE_LIMIT,
  7: 'it does not allow a logon by name and password (simple bind)',
  8: 'it wants an encrypted connection: use ldaps:// or --ldap-starttls',
  10: 'it does not hold --base and names another server (referral), which is not followed: ask that server with --ldap',
  11: `the search exceeds what it allows (administrative limit): ${SIZE_LIMIT}`,
  12: 'it can’t give its entries in pages (RFC 2696): export them to a file and use --ldif',
  13: 'it wants an encrypted connection: use ldaps:// or --ldap-starttls',
  16: 'it does not know an attribute of --filter',
  18: 'an attribute of --filter can’t be compared in this way',
  21: 'a value in --filter is not of its attribute’s kind',
  32: ({ namingContexts = [] }) =>
    `there is no entry ${namingContexts.length > 0 ? '' : '(that this account may see) '}at --base${namingContexts.length > 0 ? `; it serves ${namingContexts.join('; ')}` : ''}. Check the spelling of --base, and whether --bind-dn may read there`,
  34: ({ step }) => `${step === 'logon' ? '--bind-dn' : '--base'} is not a name (DN) such as "dc=corp,dc=example"`,
  48: anonymousOr('the account of --bind-dn has no password, or may not log on with one'),
  49: invalidCredentials,
  50: anonymousOr('the account of --bind-dn may not do this (insufficient access rights)'),
  51: 'it is busy: try again later',
  52: 'it is not available at the moment: try again later',
  53: ({ step }) =>
    step === 'logon'
      ? 'it refuses this logon: an empty password, a locked account, or a connection without encryption (unwilling to perform)'
      : 'it refuses this search (unwilling to perform): look into its log',
  80: 'it failed for a reason of its own (other): look into its log',
};

const CA =
  'its certificate is signed by a certificate authority that this machine does not know: give the authority’s certificate with --ca FILE, or in NODE_EXTRA_CA_CERTS';

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at this address and port: 636 is for ldaps://, 389 for ldap://',
  ECONNRESET: 'it closed the connection: ldaps:// may have met a port that speaks ldap://, or the other way round',
  EPIPE: 'it closed the connection',
  ENOTFOUND: 'there is no machine of this name (DNS)',
  EAI_AGAIN: 'the name can’t be looked up at the moment (DNS)',
  EHOSTUNREACH: 'there is no way to this machine in the network',
  ENETUNREACH: 'there is no way to this machine in the network',
  ETIMEDOUT: 'it does not answer: a firewall may be between',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'this port does not speak TLS: 636 is for ldaps://; for 389 use ldap:// with --ldap-starttls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'this port does not speak TLS: 636 is for ldaps://; for 389 use ldap:// with --ldap-starttls',
  EPROTO:
    'this port does not speak TLS, or only an old version: 636 is for ldaps://; for 389 use ldap:// with --ldap-starttls',
  SELF_SIGNED_CERT_IN_CHAIN: CA,
  DEPTH_ZERO_SELF_SIGNED_CERT: CA.replace('signed by a certificate authority that', 'self-signed, and').replace(
    'does not know',
    'does not trust it',
  ),
  UNABLE_TO_GET_ISSUER_CERT: CA,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CA,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CA,
  CERT_HAS_EXPIRED: 'its certificate has expired: renew it',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: compare the clocks of both machines',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name: write in --ldap the name that the certificate has',
};

/** Errors of the network by what their text contains, where they have no code. */
const BY_TEXT: readonly (readonly [RegExp, string])[] = [
  [/timeout|timed out/iu, 'ETIMEDOUT'],
  [/wrong version number/iu, 'ERR_SSL_WRONG_VERSION_NUMBER'],
  [/packet length too long/iu, 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
  [/socket closed|connection (?:was )?closed|disconnected before/iu, 'ECONNRESET'],
];

/** The code of an error of the network; undefined where it shows none. */
export const networkCode = (code: unknown, text: string): string | undefined =>
  typeof code === 'string' && code in NETWORK ? code : BY_TEXT.find(([pattern]) => pattern.test(text))?.[1];

/** What is wrong and what to do, as the rest of a sentence. */
export function ldapProblem(failure: LdapFailure): string {
  const { code } = failure;
  const words = typeof code === 'number' ? RESULTS[code] : NETWORK[code ?? ''];
  if (typeof words === 'function') return words(failure);
  return words ?? `it failed (${typeof code === 'number' ? `LDAP result code ${code}` : (code ?? 'unknown reason')})`;
}
