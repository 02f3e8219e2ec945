/**
 * Who is an administrator, beside the users themselves: ADMINISTRATORS/<user key>, and ADMINISTRATORS#VERSION, which rises
 * with each change, so that of two simultaneous `create-admin` exactly one finds that there is none yet (A5).
 */
import type { Entries } from '#core/audit.ts';
import type { Role, Token, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { tokenItemKey, userItemKey } from '../directory/index.ts';
import { ABSENT, directoryTable, readItem, versionIs } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { deleting, putting, updating, type Write } from '../dynamodb/transactions.ts';

const VERSION = { pk: 'ADMINISTRATORS#VERSION', sk: 'VERSION' } as const;
const keyOf = (key: string) => ({ pk: 'ADMINISTRATORS', sk: key });

/** `keys`: of those who are enabled; `superAdmins`: of those of them who have that role. */
export type Administrators = {
  readonly version: number;
  readonly keys: readonly string[];
  readonly superAdmins: readonly string[];
};

/** The enabled administrators, and the version of that knowledge. Consistent. */
export async function readAdministrators(): Promise<Administrators> {
  const version = Number((await readItem(directoryTable(), VERSION))?.['version'] ?? 0);
  const keys: string[] = [];
  const superAdmins: string[] = [];
  for await (const item of queryItems(directoryTable(), { keys: '#pk = :pk', values: { ':pk': 'ADMINISTRATORS' } }))
    if (item['enabled'] === true) {
      keys.push(String(item['sk']));
      if (item['role'] === 'super-admin') superAdmins.push(String(item['sk']));
    }
  return { version, keys, superAdmins };
}

/** The writes that go with giving, taking or disabling a role; `seen` demands that nothing has changed since. */
export function administratorWrites(
  key: string,
  now: { readonly role: Role; readonly enabled: boolean; readonly by: string } | undefined,
  seen?: number,
): Write[] {
  const table = directoryTable();
  const condition = seen === undefined ? undefined : versionIs(seen);
  const version = updating(table, VERSION, {
    expression: 'SET #version = if_not_exists(#version, :zero) + :one',
    condition: condition?.expression,
    values: { ':zero': 0, ':one': 1, ...condition?.values },
  });
  return [version, now ? putting(table, { ...keyOf(key), ...now }) : deleting(table, keyOf(key))];
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
  entries: Entries,
): Promise<void> {
  const table = directoryTable();
  const key = userKey(user.userId);
  const writes = [
    putting(table, { ...userItemKey(key), ...user }, ABSENT),
    putting(table, { ...tokenItemKey(token.serial), ...token }, ABSENT),
    ...administratorWrites(key, { role: user.role, enabled: true, by }, seen),
  ];
  const { done } = await transactRecorded(writes, entries);
  if (!done)
    throw invalid(
      'admin.exists',
      'A user with this ID or a token with this serial exists already, or an administrator was created at the same moment. Choose another user ID and token, or edit the user.',
    );
}
