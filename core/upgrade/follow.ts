/**
 * What a user or a token of a release before is given, so that later exports of its source can follow it: what an import writes today
 * into each item that it creates. An item that has its place needs nothing, however often it is looked at.
 */
import { type SourceExport, tokenFollows, userFollows } from '#core/directory/items.ts';
import { MADE_HERE, placeOf } from '#core/directory/journey.ts';
import type { Followed, Origin, Token, User } from '#core/directory/model.ts';
import { touchOfUpgrade } from '#core/directory/touched.ts';

/** The source of users whose import has left no record, or none that names a source. */
export const UNKNOWN_SOURCE = 'here';

/** A user as releases before wrote it. `updatedBy`: the record that set the names, by policy `update`. */
export type EarlierUser = User & { readonly updatedBy?: Origin };

/** Run id -> the export that it imported. */
export type Exports = ReadonlyMap<string, SourceExport>;
export type UserFollows = Followed & Pick<User, 'sourceUserId'>;

/** `packedAt` 0: older than any export, so that the next one of the source corrects it. */
const exportOf = (exports: Exports, { migration }: Origin): SourceExport =>
  exports.get(migration) ?? { source: UNKNOWN_SOURCE, packedAt: 0 };

/** A user's names may follow a newer export than the one that created it (policy `update`). */
function newestOf(exports: Exports, origin: Origin, updatedBy: Origin | undefined): SourceExport {
  const first = exportOf(exports, origin);
  const last = updatedBy && exports.get(updatedBy.migration);
  return last?.source === first.source && last.packedAt > first.packedAt ? last : first;
}

/** @returns undefined for a user that has what it needs. One that was made here by hand has no source, and a place in the index all the same */
export function upgradeUser(user: EarlierUser, key: string, exports: Exports): UserFollows | undefined {
  if (user.peopleOf !== undefined) return undefined;
  if (user.origin === undefined) return placeOf(MADE_HERE, 'user', key);
  return {
    ...userFollows(newestOf(exports, user.origin, user.updatedBy), key),
    sourceUserId: user.userId,
    ...touchOfUpgrade(user),
  };
}

/** The same of a token. */
export function upgradeToken(token: Token, exports: Exports): Followed | undefined {
  const { source, origin, serial, assignee, peopleOf } = token;
  if (source !== undefined || peopleOf !== undefined) return undefined;
  if (origin !== undefined)
    return { ...tokenFollows(exportOf(exports, origin), serial, assignee), ...touchOfUpgrade(token) };
  return assignee === undefined ? placeOf(MADE_HERE, 'token', serial) : undefined;
}
