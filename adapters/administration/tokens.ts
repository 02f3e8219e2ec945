/**
 * Tokens as administrators, and their own users, find and change them. A token's own `assignee` is the authority on whose it
 * is; the list that the user has is written in the same transaction.
 */
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type OwnerChange, type TokenChange, tokenConflict } from '#core/administration/tokens/change.ts';
import type { Token, User } from '#core/directory/model.ts';
import { userKey } from '#core/text.ts';
import { dynamodb } from '../aws/clients.ts';
import { readTokens, tokenItemKey, toToken, userItemKey } from '../directory/index.ts';
import { directoryTable, type Item, type Key, namesIn } from '../dynamodb/items.ts';
import { scanDirectory } from '../dynamodb/scan.ts';

export type FoundTokens = { readonly tokens: readonly Token[]; readonly next?: string };

/** Tokens that are assigned to nobody. `next` goes on where this page ended. */
export async function unassignedTokens(next?: string): Promise<FoundTokens> {
  const filter = {
    sk: 'TOKEN',
    expression: 'attribute_not_exists(#assignee)',
    names: { '#assignee': 'assignee' },
    values: {},
  };
  const { items, scanned: _scanned, ...where } = await scanDirectory(filter, next);
  return { tokens: items.map(toToken), ...where };
}

/**
 * Saves a change, and what it means for the user, all or nothing; the token's version rises by one. The condition decides: of
 * any number of simultaneous acts on what was seen exactly one is done.
 * @returns the token after it @throws LandfallError token.conflict (409) where token or user have changed since they were seen
 */
export async function saveToken(seen: Token, change: TokenChange): Promise<Token> {
  const { owner, roleOf } = change;
  // A change of the role ends the sessions, and raises the version: an update of the user asks for one of these.
  const writes = [
    { Update: tokenUpdate(seen, change) },
    ...(owner
      ? [{ Update: ownerUpdate(owner, change.set.updatedAt) }]
      : roleOf
        ? [{ ConditionCheck: sameRole(roleOf) }]
        : []),
  ];
  try {
    await dynamodb().send(new TransactWriteCommand({ TransactItems: writes }));
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException || error instanceof TransactionCanceledException)
      throw tokenConflict();
    throw error;
  }
  return (await readTokens([seen.serial]))[0]!;
}

type Update = NonNullable<NonNullable<TransactWriteCommandInput['TransactItems']>[number]['Update']>;

function update(Key: Key, sets: readonly string[], remove: readonly string[], condition: string, values: Item): Update {
  const removed = remove.length > 0 ? ` REMOVE ${remove.map((field) => `#${field}`).join(', ')}` : '';
  const UpdateExpression = `SET ${sets.join(', ')}${removed}`;
  return {
    TableName: directoryTable(),
    Key,
    UpdateExpression,
    ConditionExpression: condition,
    ExpressionAttributeNames: namesIn(UpdateExpression, condition)!,
    ExpressionAttributeValues: { ':one': 1, ...values },
  };
}

/** The version alone would not do: an import that takes an unassigned token over begins its versions anew. */
function tokenUpdate({ serial, version, assignee }: Token, { set, remove, unspentFrom }: TokenChange): Update {
  const fields = Object.entries(set);
  const conditions = [
    '#version = :seen',
    assignee === undefined ? 'attribute_not_exists(#assignee)' : '#assignee = :was',
    ...(unspentFrom === undefined ? [] : ['#lastInterval < :unspent']),
  ];
  const values = {
    ...Object.fromEntries(fields.map(([field, value]) => [`:${field}`, value])),
    ':seen': version,
    ...(assignee === undefined ? {} : { ':was': assignee }),
    ...(unspentFrom === undefined ? {} : { ':unspent': unspentFrom }),
  };
  const sets = [...fields.map(([field]) => `#${field} = :${field}`), '#version = #version + :one'];
  return update(tokenItemKey(serial), sets, remove, conditions.join(' AND '), values);
}

/**
 * A new list of tokens counts only for the user that was seen, whose role was looked at (A4). Ending sessions needs only that
 * they are still those of the epoch that was seen.
 */
function ownerUpdate({ seen, tokens, endSessions }: OwnerChange, now: number | undefined): Update {
  const key = userItemKey(userKey(seen.userId));
  const ended = endSessions ? ['#sessionEpoch = #sessionEpoch + :one'] : [];
  if (!tokens) return update(key, ended, [], '#sessionEpoch = :seen', { ':seen': seen.sessionEpoch });
  const sets = ['#tokens = :tokens', '#updatedAt = :now', '#version = #version + :one', ...ended];
  return update(key, sets, [], '#version = :seen', { ':seen': seen.version, ':tokens': tokens, ':now': now });
}

function sameRole({ userId, role }: User) {
  const condition = role === undefined ? 'attribute_exists(#pk) AND attribute_not_exists(#role)' : '#role = :role';
  return {
    TableName: directoryTable(),
    Key: userItemKey(userKey(userId)),
    ConditionExpression: condition,
    ExpressionAttributeNames: namesIn(condition)!,
    ...(role === undefined ? {} : { ExpressionAttributeValues: { ':role': role } }),
  };
}
