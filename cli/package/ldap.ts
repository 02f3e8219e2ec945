/**
 * Reads the entries of an LDAP directory by paged search (RFC 2696). It asks for the mapped attributes only, so that no password
 * hash is ever transferred.
 */
import { isUtf8 } from 'node:buffer';
import { getCACertificates } from 'node:tls';
import { Client, type Entry, FilterParser } from 'ldapts';
import { invalid, LandfallError } from '#core/errors.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { BINARY_IDS, guidText, isBinaryId } from '#core/sources/external-id.ts';
import { type LdapStep, ldapProblem, networkCode } from '#core/sources/ldap-problems.ts';
import { POLICY_FILTER } from '#core/sources/lockout-policy.ts';
import './ldap-strings.ts';

export type LdapSource = {
  /** ldaps://host[:port], or ldap:// with startTls or on this machine. */
  readonly url: string;
  readonly base: string;
  readonly filter?: string;
  /** Absent: an anonymous search. */
  readonly bindDn?: string;
  readonly password?: string;
  readonly startTls?: boolean;
  /** PEM: certificates of authorities that are trusted beside those that this machine knows. */
  readonly ca?: string;
  /** Entries on a page. */
  readonly pageSize?: number;
};

/** Entries of people, who may hold tokens; core/sources/person.ts decides again for each entry. */
const PEOPLE = '(|(objectClass=person)(objectClass=account)(objectClass=posixAccount))';
const PAGE_SIZE = 500;
const TIMEOUT_MS = 60_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkSource({ url, startTls, filter, bindDn, password }: LdapSource): void {
  const parsed = URL.parse(url);
  if (!parsed || !['ldap:', 'ldaps:'].includes(parsed.protocol) || parsed.hostname === '')
    throw invalid('ldap.url_invalid', 'Give the directory as ldaps://host or ldaps://host:port.');
  if (parsed.protocol === 'ldap:' && !startTls && !LOOPBACK.has(parsed.hostname))
    throw invalid(
      'ldap.unencrypted',
      'ldap:// would send the password and all users in clear. Use ldaps://, or add --ldap-starttls.',
    );
  // RFC 4513, 5.1.2: with a name and no password many servers take it for an anonymous search, without a word.
  if (bindDn !== undefined && (password ?? '') === '')
    throw invalid('ldap.password_missing', 'The password of --bind-dn is empty: put it into LANDFALL_LDAP_PASSWORD.');
  try {
    if (filter !== undefined) FilterParser.parseString(filter);
  } catch {
    throw invalid(
      'ldap.filter_invalid',
      `--filter is no LDAP filter: ${filter}. Write it as RFC 4515 says, such as (&(objectClass=person)(!(ou=Guests))), in quotation marks for the shell.`,
    );
  }
}

/** The naming contexts of a server. */
export async function served(client: Client): Promise<string[]> {
  const root = await client.search('', { scope: 'base', attributes: ['namingContexts'], filter: '(objectClass=*)' });
  return [root.searchEntries[0]?.['namingContexts'] ?? []].flat().map(String);
}

/** Escaped octets of UTF-8 beyond ASCII as their characters: ldapts takes each octet for a character. */
const withCharacters = (filter: string): string =>
  filter.replace(/(?:\\[89a-f][0-9a-f])+/giu, (pairs) => {
    const octets = Buffer.from(pairs.replaceAll('\\', ''), 'hex');
    return isUtf8(octets) ? octets.toString('utf8') : pairs;
  });

async function failed(client: Client, source: LdapSource, step: LdapStep, cause: unknown): Promise<LandfallError> {
  const { message = '', code } = cause as { message?: string; code?: number | string };
  const known = typeof code === 'number' ? code : (networkCode(code, message) ?? code);
  const namingContexts = known === 32 ? await served(client).catch(() => []) : [];
  const reached = typeof known === 'number' ? step : 'connection';
  const problem = ldapProblem({
    step: reached,
    code: known,
    serverText: message,
    bound: source.bindDn !== undefined,
    namingContexts,
  });
  return new LandfallError('ldap.failed', {
    cause,
    detail: `The directory did not answer the ${reached}: ${problem}.`,
  });
}

/** Of octets the GUID that they are, or the text: never what decoding made of a GUID. */
function textOf(attribute: string, value: Buffer | string): string[] {
  if (typeof value === 'string') return isBinaryId(attribute) ? [] : [value];
  if (!isBinaryId(attribute)) return [];
  return [guidText(attribute, value) ?? value.toString('utf8')];
}

/** @param number where it stands among those that were read, from 1; 0 where it has no place */
export function toEntry(entry: Entry, number: number): DirectoryEntry {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(entry)) {
    const attribute = name.toLowerCase();
    const texts = [value].flat().flatMap((one) => textOf(attribute, one));
    if (attribute !== 'dn' && texts.length > 0) values.set(attribute, texts);
  }
  return { line: number, dn: entry.dn, values };
}

/** A connection that is logged on. @throws what ldapts throws, or LandfallError; `at` is told how far it came */
async function open(source: LdapSource, client: Client, at: (step: LdapStep) => void): Promise<void> {
  if (source.startTls) await client.startTLS({ servername: new URL(source.url).hostname, ...trusted(source) });
  at('logon');
  if (source.bindDn !== undefined) await client.bind(source.bindDn, source.password ?? '');
  at('search');
}

const trusted = ({ ca }: LdapSource) => (ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] });

const clientOf = (source: LdapSource): Client =>
  new Client({
    url: source.url,
    timeout: TIMEOUT_MS,
    connectTimeout: 10_000,
    ...(source.url.startsWith('ldaps:') ? { tlsOptions: trusted(source) } : {}),
  });

/** Does something with a directory. @throws LandfallError as ldapEntries */
export async function withDirectory(source: LdapSource, act: (client: Client) => Promise<void>): Promise<void> {
  checkSource(source);
  const client = clientOf(source);
  let step: LdapStep = 'connection';
  try {
    await open(source, client, (at) => {
      step = at;
    });
    await act(client);
  } catch (error) {
    throw await failed(client, source, step, error);
  } finally {
    await client.unbind().catch(() => undefined);
  }
}

/**
 * @param wanted lower-case attribute names
 * @param say is told what the search did not give
 * @throws LandfallError ldap.url_invalid, ldap.unencrypted, ldap.filter_invalid, ldap.failed with what to do about it
 */
export async function* ldapEntries(
  source: LdapSource,
  wanted: ReadonlySet<string>,
  say: (sentence: string) => void,
): AsyncGenerator<DirectoryEntry> {
  checkSource(source);
  const client = clientOf(source);
  let step: LdapStep = 'connection';
  let number = 0;
  let elsewhere = 0;
  try {
    await open(source, client, (at) => {
      step = at;
    });
    const pages = client.searchPaginated(source.base, {
      scope: 'sub',
      filter: source.filter === undefined ? PEOPLE : withCharacters(source.filter),
      // By name: many servers give operational attributes, such as entryUUID, only so.
      attributes: [...wanted],
      explicitBufferAttributes: [...BINARY_IDS],
      paged: { pageSize: source.pageSize ?? PAGE_SIZE },
    });
    for await (const page of pages) {
      elsewhere += page.searchReferences.length;
      for (const entry of page.searchEntries) {
        number += 1;
        yield toEntry(entry, number);
      }
    }
  } catch (error) {
    throw error instanceof LandfallError ? error : await failed(client, source, step, error);
  } finally {
    await client.unbind().catch(() => undefined);
  }
  if (elsewhere > 0)
    say(
      `The directory names ${elsewhere} other servers or domains below --base (referrals), which were not searched: pack them by themselves, or ask a global catalogue.`,
    );
}

/**
 * Entries that may hold the lockout duration: below the base, the domain's own object, and the configuration of 389 DS. What can't
 * be read says nothing; a logon that fails is not tried again, since failures are counted. And the naming contexts of the server.
 * @throws LandfallError as ldapEntries
 */
export async function ldapPolicies(
  source: LdapSource,
  wanted: ReadonlySet<string>,
): Promise<{ readonly entries: readonly DirectoryEntry[]; readonly contexts: readonly string[] }> {
  const attributes = [...wanted];
  const found: Entry[] = [];
  let contexts: readonly string[] = [];
  await withDirectory(source, async (client) => {
    const search = async (base: string, scope: 'base' | 'sub') => {
      const { searchEntries } = await client
        .search(base, { scope, filter: POLICY_FILTER, attributes })
        .catch(() => ({ searchEntries: [] }));
      found.push(...searchEntries);
    };
    contexts = await served(client).catch(() => []);
    const bases = new Set([...contexts, 'cn=config']);
    bases.delete(source.base);
    await search(source.base, 'sub');
    for (const base of bases) await search(base, 'base');
  });
  return { entries: found.map((entry) => toEntry(entry, 0)), contexts };
}
