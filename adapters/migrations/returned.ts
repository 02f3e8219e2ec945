/**
 * MIGRATION#<id>/RETURNED: how many of a migration's mails came back. An item of its own, since an attempt replaces the
 * migration's record, and mails come back for days.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { transient } from '#core/errors.ts';
import { NOTHING_RETURNED, type Returned } from '#core/migration/notice.ts';
import type { ReturnedMail } from '#core/migration/returned-mail.ts';
import { dynamodb } from '../aws/clients.ts';
import { jitter } from '../dynamodb/backoff.ts';
import { type Item, namesIn, operationsTable, readItem } from '../dynamodb/items.ts';
import { noticeKeyOf } from './notices.ts';

const MAX_TRIES = 6;

export const returnedKey = (id: string) => ({ pk: `MIGRATION#${id}`, sk: 'RETURNED' });

export const toReturned = (item: Item | undefined): Returned => ({
  bounced: Number(item?.['bounced'] ?? NOTHING_RETURNED.bounced),
  complained: Number(item?.['complained'] ?? NOTHING_RETURNED.complained),
});

export const readReturned = async (id: string): Promise<Returned> =>
  toReturned(await readItem(operationsTable(), returnedKey(id)));

function writesOf({ kind, migration, notice }: ReturnedMail, now: number): TransactWriteCommandInput {
  const TableName = operationsTable();
  const mark = 'SET #status = :kind, #at = :now';
  // A mail can come back before it is known to be sent.
  const once = '#migration = :migration AND #status IN (:claimed, :sent)';
  const count = `ADD #${kind} :one`;
  const notYet = { ':migration': migration, ':claimed': 'claimed', ':sent': 'sent' };
  const marking = {
    TableName,
    Key: noticeKeyOf(notice),
    UpdateExpression: mark,
    ConditionExpression: once,
    ExpressionAttributeNames: namesIn(mark, once),
    ExpressionAttributeValues: { ':kind': kind, ':now': now, ...notYet },
  };
  const counting = {
    TableName,
    Key: returnedKey(migration),
    UpdateExpression: count,
    ExpressionAttributeNames: namesIn(count),
    ExpressionAttributeValues: { ':one': 1 },
  };
  return { TransactItems: [{ Update: marking }, { Update: counting }] };
}

/**
 * Marks the notice and counts it, both or neither: of any number of deliveries of one event, or of several events on one mail,
 * the first counts. Mails of one campaign that come back together meet at the count, and try again. @param now Unix ms
 * @returns whether it was the first @throws LandfallError operations.busy (retryable)
 */
export async function markReturned(mail: ReturnedMail, now: number): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (tries > 0) await sleep(jitter(tries));
    try {
      await dynamodb().send(new TransactWriteCommand(writesOf(mail, now)));
      return true;
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      if (reasons[0]?.Code === 'ConditionalCheckFailed') return false;
      if (!reasons.some(({ Code }) => Code === 'TransactionConflict')) throw error;
    }
  }
  throw transient('operations.busy');
}
