/**
 * The links of migration mails: LINK#<hash of the reference>/LINK, and LINKS#<user key>/<hash>, by which an erasure finds them. Both are
 * removed after their end; until then the time in the item decides.
 */
import * as z from 'zod';
import type { IssuedLink, StoredLink } from '#core/mail/short-link.ts';
import type { Shape } from '#core/stored.ts';
import { putItems } from '../dynamodb/batch-put.ts';
import { type Key, operationsTable, readItem, removeItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';

const keyOf = (hash: string): Key => ({ pk: `LINK#${hash}`, sk: 'LINK' });
const listOf = (user: string): string => `LINKS#${user}`;

const link: z.ZodType<StoredLink> = z.object({
  user: z.string(),
  source: z.string().exactOptional(),
  externalId: z.string().exactOptional(),
  endsAt: z.number(),
} satisfies Shape<StoredLink>);

/** 25 items a call, two of each link. Before the first of their mails is sent: a mail whose link is not there helps no user. */
export async function storeLinks(links: readonly IssuedLink[]): Promise<void> {
  const items = links.flatMap(({ hash, link }) => {
    const expiresAt = Math.ceil(link.endsAt / 1000);
    return [
      { ...keyOf(hash), ...link, expiresAt },
      { pk: listOf(link.user), sk: hash, expiresAt },
    ];
  });
  await putItems(operationsTable(), items);
}

export async function readLink(hash: string): Promise<StoredLink | undefined> {
  const item = await readItem(operationsTable(), keyOf(hash));
  return item && readAs(link, item);
}

/** Every link that was ever mailed to a user. @param user user key */
export async function removeLinks(user: string): Promise<void> {
  const pk = listOf(user);
  for await (const { sk } of queryItems(operationsTable(), { keys: '#pk = :pk', values: { ':pk': pk } })) {
    await removeItem(operationsTable(), keyOf(String(sk)));
    await removeItem(operationsTable(), { pk, sk: String(sk) });
  }
}
