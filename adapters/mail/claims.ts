/**
 * Which mails of the mail queue were sent: MAIL#<id of the mail>/MAIL. The queue takes and delivers a message at least once; a mail is
 * claimed before it is sent, so that two messages or deliveries at once send one mail.
 */
import { newWriter } from '../aws/writer.ts';
import { type Condition, type Key, operationsTable, removeItem, updateItem } from '../dynamodb/items.ts';

const keyOf = (id: string): Key => ({ pk: `MAIL#${id}`, sk: 'MAIL' });
/** Twice the sending function's time-out: the process that claimed it before that has ended. */
const STALE_MS = 60_000;
/** As long as a queue can keep a message. */
const KEEP_SECONDS = 14 * 86_400;

/** Who claimed it. */
export type MailClaim = { readonly by: string };

/** A claim: send it. sent: it was. busy: another process is sending it; try again later. */
export async function claimMail(id: string, now: number): Promise<MailClaim | 'sent' | 'busy'> {
  const by = newWriter().name;
  const written = await updateItem(operationsTable(), keyOf(id), {
    expression: 'SET #status = :claimed, #by = :by, #at = :now, #expiresAt = :expires',
    condition: 'attribute_not_exists(#pk) OR (#status = :claimed AND #at <= :stale)',
    values: {
      ':claimed': 'claimed',
      ':by': by,
      ':now': now,
      ':stale': now - STALE_MS,
      ':expires': Math.ceil(now / 1000) + KEEP_SECONDS,
    },
  });
  if (written.done) return { by };
  return written.item?.['status'] === 'sent' ? 'sent' : 'busy';
}

/** By which process it is claimed does not matter: it was sent. */
export async function markMailSent(id: string): Promise<void> {
  await updateItem(operationsTable(), keyOf(id), { expression: 'SET #status = :sent', values: { ':sent': 'sent' } });
}

/** Gives a claim back: the next delivery may try at once. One that another process has claimed since stays that one's. */
export async function releaseMail(id: string, { by }: MailClaim): Promise<void> {
  const mine: Condition = {
    expression: '#status = :claimed AND #by = :by',
    values: { ':claimed': 'claimed', ':by': by },
  };
  await removeItem(operationsTable(), keyOf(id), mine);
}
