/**
 * A user under another user ID. What is bound to the user key, and what a rename does with each, is a table in
 * docs/decisions/renames.md.
 */
import { userKey } from '#core/text.ts';
import type { Sealer } from './items.ts';
import { MADE_HERE, placeOf } from './journey.ts';
import type { User } from './model.ts';

/**
 * What a rename must set: the hashes go on being bound to whom they were made for, now sealed with the new key.
 * @param oldKey the user key by which `user` was found @throws LandfallError stored.damaged where the seal is not this user's
 */
export const renamed = (
  user: Pick<User, 'sealId'>,
  oldKey: string,
  newUserId: string,
  sealer: Pick<Sealer, 'resealed'>,
): Required<Pick<User, 'userId' | 'sealId'>> => ({
  userId: newUserId,
  sealId: sealer.resealed({ key: oldKey, sealId: user.sealId }, userKey(newUserId)),
});

/**
 * The item of a user under the new user ID, to be written under its key in the transaction that removes the old one. Sessions, links and
 * steps of both keys are over: the epoch is one that neither user had. Where it stands in the index by source, it stands there
 * under the new key.
 * @param oldKey the user key by which `user` was found @param now Unix ms @throws LandfallError stored.damaged, see `renamed`
 */
export function renamedUser(
  user: User,
  oldKey: string,
  newUserId: string,
  now: number,
  sealer: Pick<Sealer, 'resealed'>,
): User {
  const { source = MADE_HERE, peopleOf } = user;
  return {
    ...user,
    ...renamed(user, oldKey, newUserId, sealer),
    ...(peopleOf === undefined ? {} : placeOf(source, 'user', userKey(newUserId))),
    sessionEpoch: Math.max(now, user.sessionEpoch + 1),
    updatedAt: now,
    version: user.version + 1,
  };
}
