/**
 * Users as administrators find and change them. The directory has no index, by design: user ID and serial are keys; an
 * e-mail address and the beginning of a user ID are searched page by page.
 */
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conflict, type UserChange } from '#core/administration/users/edit.ts';
import type { User } from '#core/directory/model.ts';
import { userKey } from '#core/text.ts';
import { dynamodb } from '../aws/clients.ts';
import { readTokens, readUser, toUser, userItemKey } from '../directory/index.ts';
import { directoryTable, updateItem } from '../dynamodb/items.ts';
import { type Filter, scanDirectory } from '../dynamodb/scan.ts';
import { administratorWrites } from './administrators.ts';

/** The user whom a token is assigned to: the token's own word counts. */
export async function findBySerial(serial: string): Promise<User | undefined> {
  const [token] = await readTokens([serial]);
  return token?.assignee === undefined ? undefined : readUser(token.assignee);
}

export type Found = { readonly users: readonly User[]; readonly scanned: number; readonly next?: string };

/** Users whose address is this one, as written or in small letters. `next` goes on where this page ended. */
export function findByEmail(email: string, next?: string): Promise<Found> {
  return scanUsers(
    {
      expression: '#email IN (:written, :small)',
      names: { '#email': 'email' },
      values: { ':written': email, ':small': email.toLowerCase() },
    },
    next,
  );
}

/** Users who have answered any security question, page by page; consistent, since answers are dropped by it. */
export function usersWithAnswers(next?: string): Promise<Found> {
  return scanUsers(
    { expression: 'size(#answers) > :zero', names: { '#answers': 'answers' }, values: { ':zero': 0 } },
    next,
  );
}

/** All users, in no order that means anything, `limit` a page. `next` goes on where this page ended. */
export const listUsers = (limit: number, next?: string): Promise<Found> =>
  scanUsers({ names: {}, values: {} }, next, limit);

/** Users whose ID begins so, in any case. A page may be empty and have a next one. */
export function findByPrefix(prefix: string, limit: number, next?: string): Promise<Found> {
  const { pk } = userItemKey(userKey(prefix));
  const filter = { expression: 'begins_with(#pk, :prefix)', names: { '#pk': 'pk' }, values: { ':prefix': pk } };
  return scanUsers(filter, next, limit);
}

async function scanUsers(filter: Omit<Filter, 'sk'>, next?: string, limit?: number): Promise<Found> {
  const { items, ...where } = await scanDirectory({ ...filter, sk: 'USER' }, next, limit);
  return { users: items.map(toUser), ...where };
}

/**
 * Saves a change in one conditional write and returns the user after it; the version rises by one.
 * @throws LandfallError user.conflict (409) where the user has changed since `seen` was read
 */
export async function saveUser(seen: User, change: UserChange, by: string): Promise<User> {
  const update = updateOf(seen, change);
  const next = { ...seen, ...change.set } as User;
  const role = change.remove.includes('role') ? undefined : next.role;
  try {
    if (role === seen.role && (role === undefined || next.enabled === seen.enabled)) {
      const { Attributes } = await dynamodb().send(new UpdateCommand({ ...update, ReturnValues: 'ALL_NEW' }));
      return toUser(Attributes!);
    }
    // Who is an administrator is also written down where create-admin looks, in the same transaction.
    const listed = administratorWrites(userKey(seen.userId), role && { role, enabled: next.enabled, by });
    await dynamodb().send(new TransactWriteCommand({ TransactItems: [{ Update: update }, ...listed] }));
    return (await readUser(userKey(seen.userId)))!;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException || error instanceof TransactionCanceledException))
      throw error;
    throw conflict();
  }
}

function updateOf(seen: User, change: UserChange) {
  const sets = Object.entries(change.set);
  const remove = change.remove.map((field) => `#${field}`).join(', ');
  const fields = new Set([...sets.map(([field]) => field), ...change.remove, 'version', 'sessionEpoch']);
  const assignments = [
    ...sets.map(([field]) => `#${field} = :${field}`),
    '#version = #version + :one',
    ...(change.endSessions ? ['#sessionEpoch = #sessionEpoch + :one'] : []),
  ];
  if (!change.endSessions) fields.delete('sessionEpoch');
  return {
    TableName: directoryTable(),
    Key: userItemKey(userKey(seen.userId)),
    UpdateExpression: `SET ${assignments.join(', ')}${remove ? ` REMOVE ${remove}` : ''}`,
    ConditionExpression: '#version = :seen',
    ExpressionAttributeNames: Object.fromEntries([...fields].map((field) => [`#${field}`, field])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(sets.map(([field, value]) => [`:${field}`, value])),
      ':one': 1,
      ':seen': seen.version,
    },
  };
}

/** Leaves a user only these answers; false where they have changed since `seen` was read. */
export async function keepAnswers(seen: User, kept: User['answers'], now: number): Promise<boolean> {
  const { done } = await updateItem(directoryTable(), userItemKey(userKey(seen.userId)), {
    expression: 'SET #answers = :kept, #version = #version + :one, #updatedAt = :now',
    condition: '#answers = :seen',
    values: { ':kept': kept, ':seen': seen.answers, ':one': 1, ':now': now },
  });
  return done;
}
