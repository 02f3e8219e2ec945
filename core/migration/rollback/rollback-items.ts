/**
 * An item of the directory that an import wrote, as it is now and as it was before: what may be taken back, and why not. Its
 * state before is absence (the import created it), or its before-image.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Followed, Token, User } from '#core/directory/model.ts';
import { isTouchedToken, isTouchedUser } from '#core/directory/touched.ts';
import type { ReportCode } from '../report-codes.ts';

/** What the import did to an item. `lost`: it changed it, and the image of before is gone. `unread`: too far away from where the reading began. */
export type Was<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'image'; readonly item: T }
  | { readonly kind: 'lost' }
  | { readonly kind: 'unread' }
  | { readonly kind: 'unwritten' };

/** `key`: user key or serial, under which the item is now. */
export type HeldUser = {
  readonly kind: 'user';
  readonly key: string;
  readonly now: User | undefined;
  readonly was: Was<User>;
};
export type HeldToken = {
  readonly kind: 'token';
  readonly key: string;
  readonly now: Token | undefined;
  readonly was: Was<Token>;
};
export type Held = HeldUser | HeldToken;

/** An import leaves both to an item that it corrects or moves. */
const sameOne = (a: User | Token, b: User | Token): boolean =>
  a.createdAt === b.createdAt && isDeepStrictEqual(a.origin, b.origin);

/** @param image what was under the key that it had; another one's does not count @param run the import that is taken back */
export function wasOf<T extends User | Token>(now: T | undefined, image: T | undefined, run: string): Was<T> {
  if (image && (!now || sameOne(now, image))) return { kind: 'image', item: image };
  if (now?.origin?.migration === run) return { kind: 'absent' };
  return now?.changedBy?.migration === run || now?.disabledBy?.run === run ? { kind: 'lost' } : { kind: 'unwritten' };
}

export const isWritten = ({ was }: Held): boolean => was.kind !== 'unwritten';

/** What only a person leaves; a run copies it at most. */
const tracesOf = (item: User | Token): readonly unknown[] =>
  'serial' in item ? [item.touchedAt, item.lastInterval] : [item.touchedAt, item.firstTokenLogonAt, item.role];
const isTouched = (item: User | Token): boolean => ('serial' in item ? isTouchedToken(item) : isTouchedUser(item));

/**
 * Whether a person has used or changed the item since the import wrote it. One that had been used before, and was corrected all the
 * same, bears the same traces as its image.
 */
const touchedSince = (now: User | Token, was: Was<User | Token>): boolean =>
  isTouched(now) && (was.kind !== 'image' || !isDeepStrictEqual(tracesOf(now), tracesOf(was.item)));

/** Another import has changed it after this one. */
function changedLater({ now, was }: { now: Followed; was: Was<Followed> }, run: string): boolean {
  const before = was.kind === 'image' ? was.item : {};
  const others = [now.changedBy?.migration, now.disabledBy?.run].filter((by) => by !== undefined && by !== run);
  const known = [before.changedBy?.migration, before.disabledBy?.run];
  return others.some((by) => !known.includes(by));
}

/** Why an item that the import wrote stays as it is; undefined where it may be taken back. */
export function obstacleOf(held: Held, run: string): ReportCode | undefined {
  const { now, was } = held;
  if (was.kind === 'unwritten') return undefined;
  if (was.kind === 'unread') return 'rollback.too_large';
  if (was.kind === 'lost') return 'rollback.no_before_image';
  if (!now) return 'rollback.gone';
  if ('role' in now) return 'rollback.has_role';
  if (touchedSince(now, was)) return 'rollback.touched';
  return changedLater({ now, was }, run) ? 'rollback.changed_later' : undefined;
}
