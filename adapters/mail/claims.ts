/**
 * Which messages of the mail queue were sent: MAIL#<message id>/MAIL. The queue delivers at least once; a message is
 * claimed before it is sent, so that two deliveries at once send one mail.
 */
import { type Key, operationsTable, removeItem, updateItem } from '../dynamodb/items.ts';

const keyOf = (id: string): Key => ({ pk: `MAIL#${id}`, sk: 'MAIL' });
/** Twice the sending function's time-out: the process that claimed it before that has ended. */
const STALE_MS = 60_000;
/** As long as a queue can keep a message. */
const KEEP_SECONDS = 14 * 86_400;

/** claimed: send it. sent: it was. busy: another process is sending it; try again later. */
export async function claimMail(id: string, now: number): Promise<'claimed' | 'sent' | 'busy'> {
  const written = await updateItem(operationsTable(), keyOf(id), {
    expression: 'SET #status = :claimed, #at = :now, #expiresAt = :expires',
    condition: 'attribute_not_exists(#pk) OR (#status = :claimed AND #at <= :stale)',
    values: {
      ':claimed': 'claimed',
      ':now': now,
      ':stale': now - STALE_MS,
      ':expires': Math.ceil(now / 1000) + KEEP_SECONDS,
    },
  });
  if (written.done) return 'claimed';
  return written.item?.['status'] === 'sent' ? 'sent' : 'busy';
}

export async function markMailSent(id: string): Promise<void> {
  await updateItem(operationsTable(), keyOf(id), { expression: 'SET #status = :sent', values: { ':sent': 'sent' } });
}

/** Gives a claim back: the next delivery may try at once. */
export async function releaseMail(id: string): Promise<void> {
  await removeItem(operationsTable(), keyOf(id), {
    expression: '#status = :claimed',
    values: { ':claimed': 'claimed' },
  });
}
