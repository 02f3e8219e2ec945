/**
 * Users as administrators find and change them: by user ID and serial, which are keys, by the beginning of a user ID in the index of
 * people; for an e-mail address each user is looked at, page by page.
 */
import { conflict, type UserChange } from '#core/administration/users/edit.ts';
import type { Entries } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { userKey } from '#core/text.ts';
import { transactRecorded, updateRecorded } from '../audit/outbox.ts';
import { byPerson } from '../directory/by-person.ts';
import { readTokens, readUser, toUser, userItemKey } from '../directory/index.ts';
import { directoryTable, type Update } from '../dynamodb/items.ts';
import { updating } from '../dynamodb/transactions.ts';
import { administratorWrites } from './administrators.ts';
import { asGiven } from './given-ways.ts';
import { walkDirectory } from './walk.ts';

/** The user whom a token is assigned to: the token's own word counts. */
export async function findBySerial(serial: string): Promise<User | undefined> {
  const [token] = await readTokens([serial]);
  return token?.assignee === undefined ? undefined : readUser(token.assignee);
}

export type Found = { readonly users: readonly User[]; readonly next?: string; readonly upgrading?: true };

/** Where each user is looked at: so many a request, however few are found. */
const USERS_A_REQUEST = 3_000;

/** Users whose address is this one, as written or in small letters. `next` goes on where this page ended. */
export function findByEmail(email: string, next?: string): Promise<Found> {
  const wanted = [email, email.toLowerCase()];
  return usersWhere((user) => user.email !== undefined && wanted.includes(user.email), next);
}

/** Users who have answered any security question, page by page; the answers are read consistently, since they are dropped by it. */
export const usersWithAnswers = (next?: string): Promise<Found> =>
  usersWhere(({ answers }) => answers.length > 0, next);

/** Users whose ID begins so, in any case. */
export const findByPrefix = (prefix: string, limit: number, next?: string): Promise<Found> =>
  walkUsers(userKey(prefix), limit, next);

async function walkUsers(prefix: string, limit: number, next?: string): Promise<Found> {
  const { items, ...where } = await walkDirectory('user', prefix, limit, next);
  return { users: items.map(toUser), ...where };
}

async function usersWhere(wanted: (user: User) => boolean, next?: string): Promise<Found> {
  const { users, ...where } = await walkUsers('', USERS_A_REQUEST, next);
  return { users: users.filter(wanted), ...where };
}

/**
 * Saves a change with its entries in one conditional transaction and returns the user after it; the version rises by one.
 * @throws LandfallError user.conflict (409) where the user has changed since `seen` was read
 */
export async function saveUser(seen: User, change: UserChange, by: string, entries: Entries): Promise<User> {
  const [key, update] = [userKey(seen.userId), updateOf(seen, change)];
  const { enabled, role: given } = { ...seen, ...change.set };
  const role = change.remove.includes('role') ? undefined : given;
  // Who is an administrator is also written down where create-admin looks, in the same transaction.
  const isListed = role === seen.role && (role === undefined || enabled === seen.enabled);
  const listed = isListed ? [] : administratorWrites(key, role && { role, enabled, by });
  const writes = [updating(directoryTable(), userItemKey(key), update), ...listed];
  const { done } = await transactRecorded(writes, entries);
  if (!done) throw conflict();
  return (await readUser(key))!;
}

function updateOf(seen: User, { touchedAt, set, remove, endSessions }: UserChange): Update {
  const fields = Object.entries(set);
  const assignments = [
    ...fields.map(([field]) => `#${field} = :${field}`),
    '#version = #version + :one',
    ...(endSessions ? ['#sessionEpoch = #sessionEpoch + :one'] : []),
  ];
  const removed = remove.length > 0 ? ` REMOVE ${remove.map((field) => `#${field}`).join(', ')}` : '';
  const given = set.waysGiven ? asGiven(seen) : undefined;
  const update = {
    expression: `SET ${assignments.join(', ')}${removed}`,
    condition: given ? `#version = :seen AND ${given.expression}` : '#version = :seen',
    values: {
      ...given?.values,
      ...Object.fromEntries(fields.map(([field, value]) => [`:${field}`, value])),
      ':one': 1,
      ':seen': seen.version,
    },
  };
  return touchedAt === undefined ? update : byPerson(update, touchedAt);
}

/**
 * Leaves a user only these answers; false where they have changed since `seen` was read. Not by a person: it follows from another
 * set of questions, and what is left is what the user had.
 */
export async function keepAnswers(seen: User, kept: User['answers'], now: number, entries: Entries): Promise<boolean> {
  const update = {
    expression: 'SET #answers = :kept, #version = #version + :one, #updatedAt = :now',
    condition: '#answers = :seen',
    values: { ':kept': kept, ':seen': seen.answers, ':one': 1, ':now': now },
  };
  const written = await updateRecorded(directoryTable(), userItemKey(userKey(seen.userId)), update, entries);
  return written !== undefined;
}
