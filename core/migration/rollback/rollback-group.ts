/**
 * What goes back together when an import is taken back: a user with its tokens; and where a token went from one user to another, or a
 * user moved to a user ID that another one had, both with all that is theirs. All or nothing.
 */
import type { Token, User } from '#core/directory/model.ts';
import { userKey } from '#core/text.ts';
import type { ReportCode } from '../report-codes.ts';
import { type Held, type HeldToken, type HeldUser, isWritten, obstacleOf } from './rollback-items.ts';

/** All that was read of what an import wrote. */
export type RollbackHoldings = {
  readonly users: ReadonlyMap<string, HeldUser>;
  readonly tokens: ReadonlyMap<string, HeldToken>;
};
export type RollbackGroup = { readonly users: readonly HeldUser[]; readonly tokens: readonly HeldToken[] };

/** DynamoDB takes so many items in one transaction; a group also moves what finds its people and their notices, and leaves its marks. */
const MAX_WRITES = 100;

/** The user key that an image belongs to: another one than now where the import moved the user. */
export const keyBefore = ({ was }: HeldUser): string | undefined =>
  was.kind === 'image' ? userKey(was.item.userId) : undefined;

const both = <T>({ now, was }: { now: T | undefined; was: Held['was'] }): (T | undefined)[] => [
  now,
  was.kind === 'image' ? (was.item as T) : undefined,
];

/** User keys and serials that an item that was written is bound to, now or before. */
export function neighboursOf(held: Held): { readonly users: readonly string[]; readonly tokens: readonly string[] } {
  if (!isWritten(held)) return { users: [], tokens: [] };
  if (held.kind === 'token') return { users: both<Token>(held).flatMap((token) => token?.assignee ?? []), tokens: [] };
  const before = keyBefore(held);
  return {
    users: before === undefined || before === held.key ? [] : [before],
    tokens: both<User>(held).flatMap((user) => user?.tokens ?? []),
  };
}

/** The items that `start` goes back with, itself included. */
export function groupOf(start: Held, { users, tokens }: RollbackHoldings): RollbackGroup {
  const found = new Set<Held>();
  const open: Held[] = [start];
  for (let held = open.pop(); held; held = open.pop()) {
    if (found.has(held)) continue;
    found.add(held);
    const near = neighboursOf(held);
    open.push(...near.users.map((key) => users.get(key)!), ...near.tokens.map((key) => tokens.get(key)!));
  }
  const all = [...found].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return {
    users: all.filter((held) => held.kind === 'user'),
    tokens: all.filter((held) => held.kind === 'token'),
  };
}

/** A user ID of before that another user has now and does not leave, or a token of a user who is deleted that is not the import's. */
function collision(held: Held, { users, tokens }: RollbackGroup): ReportCode | undefined {
  if (held.kind === 'token') return undefined;
  const { key, was, now } = held;
  const before = keyBefore(held);
  if (before !== undefined && before !== key) {
    const there = users.find((other) => other.key === before);
    const leaves = there && (there.was.kind === 'absent' || (keyBefore(there) ?? before) !== before);
    return there?.now && !leaves ? 'rollback.key_taken' : undefined;
  }
  const foreign = (serial: string) =>
    tokens.some((token) => token.key === serial && token.now?.assignee === key && !isWritten(token));
  return was.kind === 'absent' && now?.tokens.some(foreign) ? 'rollback.changed_later' : undefined;
}

const writesOf = ({ users, tokens }: RollbackGroup): number => 7 * users.length + 2 * tokens.length;

/**
 * Why each item of a group stays, by item; empty where the group goes back. `rollback.together` stands beside those that
 * could go back but for another one.
 * @param run the import that is taken back
 */
export function obstaclesOf(group: RollbackGroup, run: string): ReadonlyMap<Held, ReportCode> {
  const all: readonly Held[] = [...group.users, ...group.tokens];
  const own = new Map(
    all.flatMap((held): [Held, ReportCode][] => {
      const code = obstacleOf(held, run) ?? collision(held, group);
      return code === undefined ? [] : [[held, code]];
    }),
  );
  const general: ReportCode | undefined =
    own.size > 0 ? 'rollback.together' : writesOf(group) > MAX_WRITES ? 'rollback.too_large' : undefined;
  if (general === undefined) return own;
  return new Map(all.filter(isWritten).map((held) => [held, own.get(held) ?? general]));
}
