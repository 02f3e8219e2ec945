/**
 * Reads the entries of an LDAP directory by paged search (RFC 2696). It asks for the mapped attributes only, so that no password
 * hash is ever transferred.
 */
import { Client, type Entry } from 'ldapts';
import { invalid, LandfallError } from '#core/errors.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';

export type LdapSource = {
  /** ldaps://host[:port], or ldap:// with startTls or on this machine. */
  readonly url: string;
  readonly base: string;
  readonly filter?: string;
  /** Absent: an anonymous search. */
  readonly bindDn?: string;
  readonly password?: string;
  readonly startTls?: boolean;
  /** Entries on a page. */
  readonly pageSize?: number;
};

/** Entries of people, who may hold tokens; core/sources/person.ts decides again for each entry. */
const PEOPLE = '(|(objectClass=person)(objectClass=account)(objectClass=posixAccount))';
const PAGE_SIZE = 500;
const TIMEOUT_MS = 60_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkUrl({ url, startTls }: LdapSource): void {
  const parsed = URL.parse(url);
  if (!parsed || !['ldap:', 'ldaps:'].includes(parsed.protocol) || parsed.hostname === '')
    throw invalid('ldap.url_invalid', 'Give the directory as ldaps://host or ldaps://host:port.');
  if (parsed.protocol === 'ldap:' && !startTls && !LOOPBACK.has(parsed.hostname))
    throw invalid(
      'ldap.unencrypted',
      'ldap:// would send the password and all users in clear. Use ldaps://, or add --ldap-starttls.',
    );
}

function failed(step: string, cause: unknown): LandfallError {
  const { name = 'error', message = '' } = cause instanceof Error ? cause : {};
  // Messages of certificate and network errors name the host only; a server's own text may contain anything and is left out.
  const reason = /certificate|ECONN|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|timeout|TLS|SSL/iu.test(`${name} ${message}`)
    ? message.slice(0, 200)
    : name;
  return new LandfallError('ldap.failed', {
    cause,
    detail: `The directory did not answer the ${step}: ${reason}.`,
  });
}

function toEntry(entry: Entry, number: number): DirectoryEntry {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(entry)) {
    const texts = [value].flat().filter((one): one is string => typeof one === 'string');
    if (name !== 'dn' && texts.length > 0) values.set(name.toLowerCase(), texts);
  }
  return { line: number, values };
}

/**
 * @param wanted lower-case attribute names
 * @throws LandfallError ldap.url_invalid, ldap.unencrypted, ldap.failed (bind refused, no such base, connection lost)
 */
export async function* ldapEntries(source: LdapSource, wanted: ReadonlySet<string>): AsyncGenerator<DirectoryEntry> {
  checkUrl(source);
  const client = new Client({ url: source.url, timeout: TIMEOUT_MS, connectTimeout: 10_000 });
  let step = 'connection';
  let number = 0;
  try {
    if (source.startTls) await client.startTLS({ servername: new URL(source.url).hostname });
    step = 'logon';
    if (source.bindDn !== undefined) await client.bind(source.bindDn, source.password ?? '');
    step = 'search';
    const pages = client.searchPaginated(source.base, {
      scope: 'sub',
      filter: source.filter ?? PEOPLE,
      attributes: [...wanted],
      paged: { pageSize: source.pageSize ?? PAGE_SIZE },
    });
    for await (const page of pages) {
      for (const entry of page.searchEntries) {
        number += 1;
        yield toEntry(entry, number);
      }
    }
  } catch (error) {
    throw error instanceof LandfallError ? error : failed(step, error);
  } finally {
    await client.unbind().catch(() => undefined);
  }
}
