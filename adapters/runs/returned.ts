/**
 * MIGRATION#<id>/RETURNED: how many of a migration's mails came back. An item of its own, since an attempt replaces the
 * migration's record, and mails come back for days.
 */

import type { ReturnedMail } from '#core/campaign/returned-mail.ts';
import { transient } from '#core/errors.ts';
import { NOTHING_RETURNED, type Returned } from '#core/migration/notice.ts';
import { backoff } from '../dynamodb/backoff.ts';
import { type Item, operationsTable, readItem } from '../dynamodb/items.ts';
import { transact, updating, type Write } from '../dynamodb/transactions.ts';
import { markNoticed } from './notice-claims.ts';
import { noticeKeyOf, noticeOfMail, userOfNotice } from './notices.ts';

/** Ten events may come at once, and the function has 30 seconds for them. */
const LIMIT_MS = 2_500;

export const returnedKey = (id: string) => ({ pk: `MIGRATION#${id}`, sk: 'RETURNED' });

export const toReturned = (item: Item | undefined): Returned => ({
  bounced: Number(item?.['bounced'] ?? NOTHING_RETURNED.bounced),
  complained: Number(item?.['complained'] ?? NOTHING_RETURNED.complained),
});

export const readReturned = async (id: string): Promise<Returned> =>
  toReturned(await readItem(operationsTable(), returnedKey(id)));

function writesOf({ kind, migration, notice, messageId }: ReturnedMail, now: number): Write[] {
  const sent = messageId === undefined ? '' : ' AND (attribute_not_exists(#messageId) OR #messageId = :messageId)';
  const reminded =
    messageId === undefined ? '' : ' OR (#reminderOf = :migration AND #reminderId = :messageId AND #status = :sent)';
  const mark = updating(operationsTable(), noticeKeyOf(notice), {
    expression: 'SET #status = :kind, #at = :now',
    // A mail can come back before it is known to be sent, or of one of which it never was. Another mail's notice may stand there since.
    condition: `(#migration = :migration AND #status IN (:claimed, :uncertain, :sent)${sent})${reminded}`,
    values: {
      ':kind': kind,
      ':now': now,
      ':migration': migration,
      ':claimed': 'claimed',
      ':uncertain': 'uncertain',
      ':sent': 'sent',
      ...(messageId === undefined ? {} : { ':messageId': messageId }),
    },
  });
  const count = { expression: `ADD #${kind} :one`, values: { ':one': 1 } };
  return [mark, updating(operationsTable(), returnedKey(migration), count)];
}

/**
 * Marks the notice and counts it, both or neither: of any number of deliveries of one event, or of several events on one mail,
 * the first counts. Mails of one campaign that come back together meet at the count, and try again. @param now Unix ms
 * @returns whether it was the first @throws LandfallError operations.busy (retryable)
 */
export async function markReturned(mail: ReturnedMail, now: number): Promise<boolean> {
  const again = backoff(LIMIT_MS);
  do {
    const notice = await noticeOfMail(mail.notice, mail.messageId);
    const user = await userOfNotice(notice);
    const writes = writesOf({ ...mail, notice }, now);
    let written = await transact(user === undefined ? writes : [...writes, markNoticed(user, now)]);
    // The user is not here any more.
    if (!written.done && written.refused.length === 1 && written.refused[0] === writes.length)
      written = await transact(writes);
    if (written.done) return true;
    if (written.refused.includes(0)) return false;
  } while (await again());
  throw transient('operations.busy');
}
