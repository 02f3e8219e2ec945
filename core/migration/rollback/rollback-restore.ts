/** An item as it was before an import, and in which fields that differs from what it is now. */
import { isDeepStrictEqual } from 'node:util';
import type { Token, User } from '#core/directory/model.ts';
import { isTouchedUser } from '#core/directory/touched.ts';
import type { Change, ChangeValue } from '../outcome.ts';

/** Counts of failures stay: taking an import back ends no lockout. */
const keep = <T extends object, K extends keyof T>(now: T, fields: readonly K[]): Partial<T> =>
  Object.fromEntries(fields.flatMap((field) => (now[field] === undefined ? [] : [[field, now[field]]]))) as Partial<T>;

/**
 * The user of before. Sessions of one who had used the account end: what they were opened with is another item again.
 * @param at Unix ms
 */
export function restoredUser(now: User, before: User, at: number): User {
  const { failedAt: _failedAt, ...rest } = before;
  return {
    ...rest,
    ...keep(now, ['failures', 'failuresSince', 'failedAt']),
    sessionEpoch: isTouchedUser(before) ? now.sessionEpoch + 1 : before.sessionEpoch,
    updatedAt: at,
    version: now.version + 1,
  };
}

/** With the seed of before, what was spent before is spent; with the same seed also what was spent since (T1). @param at Unix ms */
export function restoredToken(now: Token, before: Token, at: number): Token {
  const sameSeed = isDeepStrictEqual(now.seed, before.seed);
  const { suspendedAt: _suspendedAt, ...rest } = before;
  return {
    ...rest,
    ...keep(now, ['failures', 'suspendedAt']),
    ...(sameSeed ? { lastInterval: Math.max(now.lastInterval, before.lastInterval), offset: now.offset } : {}),
    updatedAt: at,
    version: now.version + 1,
  };
}

const USER_FIELDS = [
  'userId',
  'firstName',
  'middleName',
  'lastName',
  'email',
  'certificateDn',
  'preferredLanguage',
  'accountStart',
  'accountEnd',
  'enabled',
  'lockedOut',
  'tokens',
] as const satisfies readonly (keyof User)[];
const TOKEN_FIELDS = [
  'assignee',
  'digits',
  'interval',
  'pinStyle',
  'startsAt',
  'expiresAt',
  'enabled',
  'nickname',
] as const satisfies readonly (keyof Token)[];
const TIMES: ReadonlySet<string> = new Set(['accountStart', 'accountEnd', 'startsAt', 'expiresAt']);

function shown(field: string, value: ChangeValue | undefined): ChangeValue | undefined {
  return TIMES.has(field) && typeof value === 'number' ? new Date(value).toISOString() : value;
}

function changesIn<T>(now: T, before: T, fields: readonly (keyof T & string)[]): Change[] {
  return fields.flatMap((field) => {
    const [from, to] = [now[field], before[field]].map((value) => shown(field, value as ChangeValue | undefined));
    if (isDeepStrictEqual(from, to)) return [];
    return [{ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}
const secret = (field: string, now: unknown, before: unknown): Change[] =>
  isDeepStrictEqual(now, before) ? [] : [{ field }];

/** What the restoring changes, secrets without their values. */
export const userChanges = (now: User, before: User): Change[] => [
  ...changesIn(now, before, USER_FIELDS),
  ...secret('password', now.password?.hash, before.password?.hash),
  ...secret('answers', now.answers, before.answers),
];
export const tokenChanges = (now: Token, before: Token): Change[] => [
  ...changesIn(now, before, TOKEN_FIELDS),
  ...secret('seed', now.seed, before.seed),
  ...secret('pin', now.pinHash, before.pinHash),
];
