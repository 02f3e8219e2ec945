/**
 * NOTICE#<hash of the user key>/NOTICE: one notice a user, claimed before it is sent, so that no user is mailed twice whatever
 * runs twice. The hash is what the mail carries. What becomes of a mail is noted on the user's item in the same transaction, as `noticeAt`: the
 * stream of the directory tells those who follow the people.
 */
import * as z from 'zod';
import { type KnownNotice, NOTICE_STATUSES, noticeId, REMINDER_STATUSES } from '#core/migration/notice.ts';
import type { Shape } from '#core/stored.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import {
  ABSENT,
  type Condition,
  type Item,
  operationsTable,
  readItem,
  removeItem,
  takeItem,
} from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { deleting, putting, type Write } from '../dynamodb/transactions.ts';

export type Notice = KnownNotice & {
  readonly at: number;
  /** User key; absent in notices of releases before. */
  readonly user?: string;
};

const notice: z.ZodType<Notice> = z.object({
  status: z.enum(NOTICE_STATUSES),
  migration: z.string(),
  user: z.string().exactOptional(),
  to: z.string().exactOptional(),
  earlier: z.array(z.string()).exactOptional(),
  attempt: z.string().exactOptional(),
  claimedAt: z.number().exactOptional(),
  at: z.number(),
  messageId: z.string().exactOptional(),
  reminders: z.number().exactOptional(),
  remindedAt: z.number().exactOptional(),
  reminder: z.enum(REMINDER_STATUSES).exactOptional(),
  reminderOf: z.string().exactOptional(),
  reminderAttempt: z.string().exactOptional(),
  reminderId: z.string().exactOptional(),
  source: z.string().exactOptional(),
  externalId: z.string().exactOptional(),
} satisfies Shape<Notice>);

export const noticeKeyOf = (id: string) => ({ pk: `NOTICE#${id}`, sk: 'NOTICE' });
export const noticeKey = (key: string) => noticeKeyOf(noticeId(key));

const noticeKeyOfItem = ({ pk, sk }: Item) => ({ pk: String(pk), sk: String(sk) });
/** A mail that comes back, or is sent, in that moment is not lost. */
const asSeen = ({ status, at }: Item): Condition => ({
  expression: '#status = :status AND #at = :at',
  values: { ':status': status, ':at': at },
});

/** Notices by user key. */
export async function readNotices(keys: readonly string[]): Promise<Map<string, Notice>> {
  const byPk = new Map(keys.map((key) => [noticeKey(key).pk, key]));
  const items = await readItems(operationsTable(), [...byPk.values()].map(noticeKey), PATIENCE.task);
  return new Map(items.map((item) => [byPk.get(String(item['pk']))!, readAs(notice, item)]));
}

/** A person's notice, by user key. */
export const readNotice = async (key: string): Promise<Notice | undefined> => (await readNotices([key])).get(key);

/**
 * MOVED#<the mail service's id>/MOVED: where the notice of a mail is that was moved after it was sent. The mail itself carries where it was.
 */
const movedKey = (messageId: string) => ({ pk: `MOVED#${messageId}`, sk: 'MOVED' });
/** A mailbox that is full or does not answer is tried for days. */
const RETURNS_SECONDS = 60 * 86_400;

/** The id of the notice that a mail belongs to now. */
export async function noticeOfMail(sentAs: string, messageId: string | undefined): Promise<string> {
  const moved = messageId === undefined ? undefined : await readItem(operationsTable(), movedKey(messageId));
  return moved === undefined ? sentAs : String(moved['notice']);
}

/** The user key of a notice; undefined of one that a release before wrote. */
export async function userOfNotice(id: string): Promise<string | undefined> {
  const user = (await readItem(operationsTable(), noticeKeyOf(id)))?.['user'];
  return typeof user === 'string' ? user : undefined;
}

/**
 * The notices of persons who get other user IDs, as writes of the transaction that moves them. What came of a mail stays with the person
 * whom it was sent to. @param moves user keys; where one ends another may begin @param now Unix ms
 */
export async function noticesMoving(
  moves: readonly { readonly from: string; readonly to: string }[],
  now: number,
): Promise<Write[]> {
  const items = await readItems(
    operationsTable(),
    [...new Set(moves.flatMap(({ from, to }) => [from, to]))].map(noticeKey),
    PATIENCE.task,
  );
  const held = new Map(items.map((item) => [String(item['pk']), item]));
  const expiresAt = Math.ceil(now / 1000) + RETURNS_SECONDS;
  const after = new Map<string, Write>();
  // Also one that a person left who is here no more: it is not the notice of who comes.
  for (const [pk, item] of held) after.set(pk, deleting(operationsTable(), noticeKeyOfItem(item), asSeen(item)));
  const mails: Write[] = [];
  for (const { from, to } of moves) {
    const item = held.get(noticeKey(from).pk);
    if (!item) continue;
    const { pk } = noticeKey(to);
    const there = held.get(pk);
    after.set(pk, putting(operationsTable(), { ...item, ...noticeKey(to), user: to }, there ? asSeen(there) : ABSENT));
    const { messageId } = item;
    if (typeof messageId === 'string')
      mails.push(putting(operationsTable(), { ...movedKey(messageId), notice: noticeId(to), expiresAt }));
  }
  return [...after.values(), ...mails];
}

/** For the erasure of a person. */
export async function removeNotice(key: string): Promise<void> {
  const removed = await takeItem(operationsTable(), noticeKey(key));
  const messageId = removed?.['messageId'];
  if (typeof messageId === 'string') await removeItem(operationsTable(), movedKey(messageId));
}
