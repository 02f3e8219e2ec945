/**
 * MIGRATION#<id>/RETURNED: how many of a migration's mails came back. An item of its own, since an attempt replaces the
 * migration's record, and mails come back for days.
 */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { ReturnedMail } from '#core/mail/returned-mail.ts';
import { NOTHING_RETURNED, type Returned } from '#core/migration/notice.ts';
import { dynamodb } from '../aws.ts';
import { type Item, namesIn, operationsTable, readItem } from '../items.ts';
import { noticeKeyOf } from '../notices.ts';

export const returnedKey = (id: string) => ({ pk: `MIGRATION#${id}`, sk: 'RETURNED' });

export const toReturned = (item: Item | undefined): Returned => ({
  bounced: Number(item?.['bounced'] ?? NOTHING_RETURNED.bounced),
  complained: Number(item?.['complained'] ?? NOTHING_RETURNED.complained),
});

export const readReturned = async (id: string): Promise<Returned> =>
  toReturned(await readItem(operationsTable(), returnedKey(id)));

/**
 * Marks the notice and counts it, both or neither: of any number of deliveries of one event, or of several events on one mail,
 * the first counts. A mail can come back before it is known to be sent. @param now Unix ms @returns whether it was the first
 */
export async function markReturned({ kind, migration, notice }: ReturnedMail, now: number): Promise<boolean> {
  const TableName = operationsTable();
  const mark = 'SET #status = :kind, #at = :now';
  const once = '#migration = :migration AND #status IN (:claimed, :sent)';
  const count = `ADD #${kind} :one`;
  try {
    await dynamodb().send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Update: {
              TableName,
              Key: noticeKeyOf(notice),
              UpdateExpression: mark,
              ConditionExpression: once,
              ExpressionAttributeNames: namesIn(mark, once),
              ExpressionAttributeValues: {
                ':kind': kind,
                ':now': now,
                ':migration': migration,
                ':claimed': 'claimed',
                ':sent': 'sent',
              },
            },
          },
          {
            Update: {
              TableName,
              Key: returnedKey(migration),
              UpdateExpression: count,
              ExpressionAttributeNames: namesIn(count),
              ExpressionAttributeValues: { ':one': 1 },
            },
          },
        ],
      }),
    );
    return true;
  } catch (error) {
    const lost =
      error instanceof TransactionCanceledException &&
      error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed';
    if (!lost) throw error;
    return false;
  }
}
