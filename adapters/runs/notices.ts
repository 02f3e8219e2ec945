/**
 * NOTICE#<hash of the user key>/NOTICE: one notice a user, claimed before it is sent, so that no user is mailed twice whatever
 * runs twice. The hash is what the mail carries.
 */
import * as z from 'zod';
import {
  type KnownNotice,
  mailboxHash,
  NOTICE_STATUSES,
  type NoticePerson,
  noticeId,
  noticePerson,
  type Untold,
} from '#core/migration/notice.ts';
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
  updateItem,
} from '../dynamodb/items.ts';
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
  source: z.string().exactOptional(),
  externalId: z.string().exactOptional(),
} satisfies Shape<Notice>);

export const noticeKeyOf = (id: string) => ({ pk: `NOTICE#${id}`, sk: 'NOTICE' });
const noticeKey = (key: string) => noticeKeyOf(noticeId(key));

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
    after.set(pk, putting(operationsTable(), { ...item, ...noticeKey(to) }, there ? asSeen(there) : ABSENT));
    const { messageId } = item;
    if (typeof messageId === 'string')
      mails.push(putting(operationsTable(), { ...movedKey(messageId), notice: noticeId(to), expiresAt }));
  }
  return [...after.values(), ...mails];
}

const UNTOLD_VALUES = {
  ':none': 'not-informed',
  ':impossible': 'not-possible',
  ':unable': 'not-able',
} satisfies Record<string, Untold>;
const NEVER_TOLD = `attribute_not_exists(#pk) OR #status IN (${Object.keys(UNTOLD_VALUES).join(', ')}`;

const PERSON_FIELDS = ['source', 'externalId'] as const;

/** Of a write for this person: notes whom the notice is about, and takes one of another person for none. */
function about(person: NoticePerson) {
  const kept = noticePerson(person);
  const known = PERSON_FIELDS.filter((field) => kept[field] !== undefined);
  const others = PERSON_FIELDS.filter((field) => kept[field] === undefined);
  return {
    set: known.map((field) => `, #${field} = :${field}`).join(''),
    remove: others.map((field) => `, #${field}`).join(''),
    stale: known.map((field) => ` OR (attribute_exists(#${field}) AND #${field} <> :${field})`).join(''),
    values: Object.fromEntries(known.map((field) => [`:${field}`, kept[field]])),
  };
}

/**
 * True for exactly one caller; a notice that was never sent, or that is another person's, may be claimed again.
 * @param now Unix ms @param again also one that another run sent: to an address, or about a user ID, that the user no longer has
 */
export async function claimNotice(
  key: string,
  migration: string,
  now: number,
  again = false,
  person: NoticePerson = {},
): Promise<boolean> {
  const { set, remove, stale, values } = about(person);
  const sent = again ? { ':sent': 'sent', ':bounced': 'bounced', ':complained': 'complained' } : {};
  const resent = again ? ` OR (#migration <> :migration AND #status IN (${Object.keys(sent).join(', ')}))` : '';
  const { done } = await updateItem(operationsTable(), noticeKey(key), {
    expression: `SET #status = :claimed, #migration = :migration, #at = :now${set} REMOVE #messageId, #to${remove}`,
    condition: `${NEVER_TOLD}, :failed)${resent}${stale}`,
    values: {
      ...values,
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
export async function markUntold(
  key: string,
  status: Untold,
  migration: string,
  now: number,
  person: NoticePerson = {},
): Promise<void> {
  const { set, remove, stale, values } = about(person);
  await updateItem(operationsTable(), noticeKey(key), {
    expression: `SET #status = :status, #migration = :migration, #at = :now${set} REMOVE #messageId, #to${remove}`,
    condition: `${NEVER_TOLD})${stale}`,
    values: {
      ...values,
      ...UNTOLD_VALUES,
      ':status': status,
      ':migration': migration,
      ':now': now,
    },
  });
}

/** For the erasure of a person. */
export async function removeNotice(key: string): Promise<void> {
  const removed = await removeItem(operationsTable(), noticeKey(key));
  const messageId = removed?.['messageId'];
  if (typeof messageId === 'string') await removeItem(operationsTable(), movedKey(messageId));
}
