/**
 * NOTICE#<hash of the user key>/NOTICE: one notice a user, claimed before it is sent, so that no user is mailed twice whatever
 * runs twice. The hash is what the mail carries.
 */
import * as z from 'zod';
import { type KnownNotice, mailboxHash, NOTICE_STATUSES, noticeId, type Untold } from '#core/migration/notice.ts';
import type { Shape } from '#core/stored.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { operationsTable, removeItem, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { deleting, putting, type Write } from '../dynamodb/transactions.ts';

/** `messageId`: the mail service's. */
export type Notice = KnownNotice & { readonly at: number; readonly messageId?: string };

const notice: z.ZodType<Notice> = z.object({
  status: z.enum(NOTICE_STATUSES),
  migration: z.string(),
  to: z.string().exactOptional(),
  at: z.number(),
  messageId: z.string().exactOptional(),
} satisfies Shape<Notice>);

export const noticeKeyOf = (id: string) => ({ pk: `NOTICE#${id}`, sk: 'NOTICE' });
const noticeKey = (key: string) => noticeKeyOf(noticeId(key));

/** Notices by user key. */
export async function readNotices(keys: readonly string[]): Promise<Map<string, Notice>> {
  const byPk = new Map(keys.map((key) => [noticeKey(key).pk, key]));
  const items = await readItems(operationsTable(), [...byPk.values()].map(noticeKey), PATIENCE.task);
  return new Map(items.map((item) => [byPk.get(String(item['pk']))!, readAs(notice, item)]));
}

/**
 * The notices of persons who get other user IDs, as writes of the transaction that moves them. What came of a mail stays with the person
 * whom it was sent to. @param moves user keys; where one ends another may begin
 */
export async function noticesMoving(
  moves: readonly { readonly from: string; readonly to: string }[],
): Promise<Write[]> {
  const items = await readItems(
    operationsTable(),
    moves.map(({ from }) => noticeKey(from)),
    PATIENCE.task,
  );
  const held = new Map(items.map((item) => [String(item['pk']), item]));
  const after = new Map<string, Write>();
  for (const { from } of moves) {
    const key = noticeKey(from);
    if (held.has(key.pk)) after.set(key.pk, deleting(operationsTable(), key));
  }
  for (const { from, to } of moves) {
    const item = held.get(noticeKey(from).pk);
    if (item) after.set(noticeKey(to).pk, putting(operationsTable(), { ...item, ...noticeKey(to) }));
  }
  return [...after.values()];
}

const UNTOLD_VALUES = {
  ':none': 'not-informed',
  ':impossible': 'not-possible',
  ':unable': 'not-able',
} satisfies Record<string, Untold>;
const NEVER_TOLD = `attribute_not_exists(#pk) OR #status IN (${Object.keys(UNTOLD_VALUES).join(', ')}`;

/**
 * True for exactly one caller; a notice that was never sent may be claimed again.
 * @param now Unix ms @param again also one that another run sent: to an address, or about a user ID, that the user no longer has
 */
export async function claimNotice(key: string, migration: string, now: number, again = false): Promise<boolean> {
  const sent = again ? { ':sent': 'sent', ':bounced': 'bounced', ':complained': 'complained' } : {};
  const resent = again ? ` OR (#migration <> :migration AND #status IN (${Object.keys(sent).join(', ')}))` : '';
  const { done } = await updateItem(operationsTable(), noticeKey(key), {
    expression: 'SET #status = :claimed, #migration = :migration, #at = :now',
    condition: `${NEVER_TOLD}, :failed)${resent}`,
    values: {
      ...UNTOLD_VALUES,
      ...sent,
      ':claimed': 'claimed',
      ':failed': 'failed',
      ':migration': migration,
      ':now': now,
    },
  });
  return done;
}

/** What became of a claimed notice; the mail service's id finds bounces again. @param sent the address, and that id */
export async function recordNotice(
  key: string,
  status: 'sent' | 'failed',
  now: number,
  sent?: { readonly to: string; readonly messageId: string },
): Promise<void> {
  await updateItem(operationsTable(), noticeKey(key), {
    expression: `SET #status = :status, #at = :now${sent ? ', #messageId = :id, #to = :to' : ''}`,
    condition: '#status = :claimed',
    values: {
      ':status': status,
      ':claimed': 'claimed',
      ':now': now,
      ...(sent ? { ':id': sent.messageId, ':to': mailboxHash(sent.to) } : {}),
    },
  });
}

/** Gives a claim back: the mail was certainly not taken. */
export async function releaseNotice(key: string, migration: string): Promise<void> {
  await removeItem(operationsTable(), noticeKey(key), {
    expression: '#status = :claimed AND #migration = :migration',
    values: { ':claimed': 'claimed', ':migration': migration },
  });
}

/** The user was not told. */
export async function markUntold(key: string, status: Untold, migration: string, now: number): Promise<void> {
  await updateItem(operationsTable(), noticeKey(key), {
    expression: 'SET #status = :status, #migration = :migration, #at = :now',
    condition: `${NEVER_TOLD})`,
    values: {
      ...UNTOLD_VALUES,
      ':status': status,
      ':migration': migration,
      ':now': now,
    },
  });
}

/** For the erasure of a person. */
export async function removeNotice(key: string): Promise<void> {
  await removeItem(operationsTable(), noticeKey(key));
}
