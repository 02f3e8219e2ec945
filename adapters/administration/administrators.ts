/**
 * Who is an administrator, beside the users themselves: ADMINISTRATORS/<user key>, and ADMINISTRATORS#VERSION, which rises
 * with each change, so that of two simultaneous `create-admin` exactly one finds that there is none yet (A5).
 */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Role, Token, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import { dynamodb } from '../aws/clients.ts';
import { tokenItemKey, userItemKey } from '../directory/index.ts';
import { directoryTable, readItem } from '../dynamodb/items.ts';

const VERSION = { pk: 'ADMINISTRATORS#VERSION', sk: 'VERSION' } as const;
const keyOf = (key: string) => ({ pk: 'ADMINISTRATORS', sk: key });

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;
export type Administrators = { readonly version: number; readonly enabled: number };

/** How many enabled administrators there are, and the version of that knowledge. Consistent. */
export async function readAdministrators(): Promise<Administrators> {
  const version = Number((await readItem(directoryTable(), VERSION))?.['version'] ?? 0);
  const { Items } = await dynamodb().send(
    new QueryCommand({
      TableName: directoryTable(),
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': 'pk' },
      ExpressionAttributeValues: { ':pk': 'ADMINISTRATORS' },
      ConsistentRead: true,
    }),
  );
  return { version, enabled: (Items ?? []).filter((item) => item['enabled'] === true).length };
}

/** The writes that go with giving, taking or disabling a role; `seen` demands that nothing has changed since. */
export function administratorWrites(
  key: string,
  now: { readonly role: Role; readonly enabled: boolean; readonly by: string } | undefined,
  seen?: number,
): Writes {
  const TableName = directoryTable();
  const version = {
    TableName,
    Key: VERSION,
    UpdateExpression: 'SET #version = if_not_exists(#version, :zero) + :one',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':zero': 0, ':one': 1, ...(seen ? { ':seen': seen } : {}) },
    ...(seen === undefined
      ? {}
      : { ConditionExpression: seen === 0 ? 'attribute_not_exists(#version)' : '#version = :seen' }),
  };
  return [
    { Update: version },
    now ? { Put: { TableName, Item: { ...keyOf(key), ...now } } } : { Delete: { TableName, Key: keyOf(key) } },
  ];
}

/**
 * Creates an administrator with a token, all or nothing.
 * @param seen the version read before it was decided that one may be created
 * @throws LandfallError admin.exists (409): the user or the token is there, or another administrator came in between
 */
export async function createAdministrator(
  user: User & { role: Role },
  token: Token,
  seen: number,
  by: string,
): Promise<void> {
  const TableName = directoryTable();
  const fresh = { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } };
  const key = userKey(user.userId);
  const items: Writes = [
    { Put: { TableName, Item: { ...userItemKey(key), ...user }, ...fresh } },
    { Put: { TableName, Item: { ...tokenItemKey(token.serial), ...token }, ...fresh } },
    ...administratorWrites(key, { role: user.role, enabled: true, by }, seen),
  ];
  try {
    await dynamodb().send(new TransactWriteCommand({ TransactItems: items }));
  } catch (cause) {
    if (!(cause instanceof TransactionCanceledException)) throw cause;
    throw invalid(
      'admin.exists',
      'A user with this ID or a token with this serial exists already, or an administrator was created at the same moment. Choose another user ID and token, or edit the user.',
    );
  }
}
