/** The groups of `--group` in a live directory: their members, and the groups within them. */
import type { Client } from 'ldapts';
import type { Groups } from '#core/pack/groups.ts';
import { dnKey, isBelow } from '#core/sources/dn.ts';
import { type LdapSource, served, toEntry, withDirectory } from './ldap.ts';

const GROUPS =
  '(|(objectClass=group)(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=groupOfEntries)(objectClass=posixGroup))';
const NO_SUCH_OBJECT = 32;
/** Active Directory gives a long list in pieces: `member;range=0-1499`, the last one `member;range=1500-*`. */
const RANGE = /^(.+);range=\d+-(\d+)$/u;

/** One entry with all values of its lists; nothing where it is not there. */
async function readEntry(client: Client, name: string, attributes: readonly string[], groups: Groups): Promise<void> {
  const values = new Map<string, readonly string[]>();
  let asked = [...attributes];
  while (asked.length > 0) {
    const { searchEntries } = await client.search(name, { scope: 'base', attributes: asked });
    asked = [];
    for (const [attribute, more] of searchEntries[0] ? toEntry(searchEntries[0], 0).values : []) {
      const [, list = attribute.split(';', 1)[0]!, end] = RANGE.exec(attribute) ?? [];
      values.set(list, [...(values.get(list) ?? []), ...more]);
      if (end !== undefined) asked.push(`${list};range=${Number(end) + 1}-*`);
    }
  }
  groups.take({ line: 0, dn: name, values });
}

/**
 * Reads the groups, then which entries are groups (below the server's naming contexts that hold them), then the groups within.
 * @throws LandfallError as ldapEntries
 */
export async function readGroups(source: LdapSource, groups: Groups): Promise<void> {
  await withDirectory(source, async (client) => {
    const readUnread = async () => {
      for (const name of groups.unread)
        await readEntry(client, name, groups.wanted, groups).catch((error: { code?: unknown }) => {
          if (error.code !== NO_SUCH_OBJECT) throw error;
        });
    };
    const holders = new Set([source.base, ...(await served(client).catch(() => []))]);
    const given = groups.unread;
    await readUnread();
    for (const base of [...holders].filter((one) => given.some((name) => isBelow(name, dnKey(one) ?? '')))) {
      const attributes = ['objectClass', 'memberOf'];
      const paged = { pageSize: source.pageSize ?? 500 };
      for await (const page of client.searchPaginated(base, { scope: 'sub', filter: GROUPS, attributes, paged }))
        for (const entry of page.searchEntries) groups.know(toEntry(entry, 0));
    }
    while (groups.again()) await readUnread();
  });
}
