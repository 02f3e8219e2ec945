/** Notices as a run writes them, step by step: decided on what stands there, as the rules do. */
import {
  claimNotice as claimAsSeen,
  markUntold as markAsSeen,
  releaseNotice as release,
  settleNotice,
} from '#adapters/runs/notice-claims.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import type { ClaimedBy } from '#core/campaign/claim.ts';
import {
  type KnownNotice,
  mailboxHash,
  type NoticePerson,
  noticeOfPerson,
  UNTOLD,
  type Untold,
} from '#core/migration/notice.ts';

const read = async (key: string): Promise<KnownNotice | undefined> => (await readNotices([key])).get(key);
const by = (migration: string): ClaimedBy => ({ migration, attempt: `a round of ${migration}`, mail: 'migration' });
const isUntold = ({ status }: KnownNotice) => (UNTOLD as readonly string[]).includes(status);

/** Where nothing was sent, or to another person, or it was refused. @param again although another run sent it */
export async function claimNotice(
  key: string,
  migration: string,
  now: number,
  again = false,
  person: NoticePerson = {},
): Promise<boolean> {
  const seen = await read(key);
  const mine = noticeOfPerson(seen, person);
  const may =
    !mine ||
    isUntold(mine) ||
    mine.status === 'failed' ||
    (again && mine.status !== 'claimed' && mine.migration !== migration);
  return (
    may &&
    claimAsSeen(key, { ...by(migration), to: mailboxHash(`${key}@corp.example`), earlier: [], person, seen, now })
  );
}

export async function recordNotice(
  key: string,
  status: 'sent' | 'failed',
  now: number,
  sent = { to: `${key}@corp.example`, messageId: `message of ${key}` },
): Promise<void> {
  const { migration = '' } = (await read(key)) ?? {};
  const result = status === 'sent' ? { status, messageId: sent.messageId } : { status };
  await settleNotice(key, by(migration), result, now);
}

export const releaseNotice = (key: string, migration: string): Promise<void> =>
  release(key, { ...by(migration), to: '', earlier: [], person: {}, seen: undefined, now: 0 });

export async function markUntold(
  key: string,
  status: Untold,
  migration: string,
  now: number,
  person: NoticePerson = {},
): Promise<void> {
  const seen = await read(key);
  const mine = noticeOfPerson(seen, person);
  if (!mine || isUntold(mine)) await markAsSeen(key, status, { migration, person, seen }, now);
}
