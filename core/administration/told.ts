/**
 * After a restore to an earlier point: who was told after the point is not known here. An operator names them (docs/operations.md), and each
 * is `uncertain` from then on: told by no campaign, and listed to be told again on request.
 */
import { type AuditPort, auditedAct, recordFirst } from '#core/audit.ts';
import { type Claim, type ClaimedBy, earlierMailboxes, type SettledAs } from '#core/campaign/claim.ts';
import type { User } from '#core/directory/model.ts';
import { type KnownNotice, mailboxHash, noticeOfPerson, noticePerson, wasSent } from '#core/migration/notice.ts';
import { userKey } from '#core/text.ts';
import { type Asked, actOf } from './users/administer.ts';

export type ToldPorts = AuditPort & {
  readUsers(keys: readonly string[]): Promise<ReadonlyMap<string, User>>;
  readNotices(keys: readonly string[]): Promise<ReadonlyMap<string, KnownNotice>>;
  claimNotice(key: string, claim: Claim): Promise<boolean>;
  settleNotice(key: string, by: ClaimedBy, result: SettledAs, now: number): Promise<boolean>;
};
/** `known`: were told at this mailbox already. `unknown`: user IDs that no user with a mailbox has. */
export type ToldMarked = { readonly marked: number; readonly known: number; readonly unknown: readonly string[] };

/** In the place of a run's id. */
const RESTORED = 'after-restore';

/** @param userIds 100 at most */
export function markTold(ports: ToldPorts, userIds: readonly string[], asked: Asked): Promise<ToldMarked> {
  const { now } = asked;
  return auditedAct(ports, actOf(asked, 'people.marked_told', 'people'), async (entriesOf) => {
    const byKey = new Map(userIds.map((userId) => [userKey(userId), userId]));
    const keys = [...byKey.keys()];
    const [users, notices] = await Promise.all([ports.readUsers(keys), ports.readNotices(keys)]);
    await recordFirst(ports, entriesOf({ facts: { users: keys.length } }));
    let marked = 0;
    let known = 0;
    const unknown: string[] = [];
    for (const [key, userId] of byKey) {
      const user = users.get(key);
      if (user?.email === undefined) {
        unknown.push(userId);
        continue;
      }
      const to = mailboxHash(user.email);
      const seen = notices.get(key);
      const own = noticeOfPerson(seen, user);
      const by = { migration: RESTORED, attempt: `${RESTORED}-${now}`, mail: 'migration' } as const;
      const claim = { ...by, to, earlier: earlierMailboxes(own, to), person: noticePerson(user), seen, now };
      const told = own !== undefined && own.to === to && (wasSent(own.status) || own.status === 'uncertain');
      if (
        !told &&
        (await ports.claimNotice(key, claim)) &&
        (await ports.settleNotice(key, by, { status: 'uncertain' }, now))
      )
        marked += 1;
      else known += 1;
    }
    return { marked, known, unknown };
  });
}
