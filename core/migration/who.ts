/** Who has a record's user ID here: the person of the record, another one, or no user. */
import type { Origin, User } from '#core/directory/model.ts';
import type { UserRecord } from '#core/export/record.ts';
import { sameOrigin } from './origin.ts';

/**
 * `mine`: this very record created the user. `duplicate`: another record of this run did. `same`: the person of the record, from an
 * earlier export of the same source.
 */
export type Who = 'absent' | 'mine' | 'duplicate' | 'has_role' | 'made_here' | 'other_source' | 'id_reused' | 'same';

/** By the immutable ids where both have one, else by the user ID alone. */
const isSamePerson = (user: Pick<User, 'externalId'>, record: Pick<UserRecord, 'externalId'>): boolean =>
  user.externalId === undefined || record.externalId === undefined || user.externalId === record.externalId;

export function whoIs(user: User | undefined, record: Pick<UserRecord, 'externalId'>, me: Origin, source: string): Who {
  if (!user) return 'absent';
  if (sameOrigin(user.origin, me)) return 'mine';
  if (user.origin?.migration === me.migration) return 'duplicate';
  if (user.role !== undefined) return 'has_role';
  if (user.source === undefined) return 'made_here';
  if (user.source !== source) return 'other_source';
  return isSamePerson(user, record) ? 'same' : 'id_reused';
}
