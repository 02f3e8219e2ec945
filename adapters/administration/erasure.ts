/** A user and all that hangs by the user key, taken away. */
import type { Entries } from '#core/audit.ts';
import { placeOf } from '#core/directory/journey.ts';
import type { Token, User } from '#core/directory/model.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { personDeleting } from '../directory/persons.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { directoryTable, operationsTable, removeItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { deleting, putting, type Write } from '../dynamodb/transactions.ts';
import { forgetting } from '../journeys/uses.ts';

const asSeen = ({ version }: User | Token) => ({ expression: '#version = :seen', values: { ':seen': version } });

/** As a token that is unassigned by an administrator: nothing of its user is left on it. */
function unassigned(token: Token, now: number): Token {
  const { assignee: _user, pinHash: _pin, formerPins: _former, nickname: _name, suspendedAt: _failed, ...kept } = token;
  const { temporaryCode: _code, ...rest } = kept;
  const { source, serial, version } = rest;
  return {
    ...rest,
    ...(source === undefined ? {} : placeOf(source, 'token', serial)),
    failures: 0,
    touchedAt: now,
    updatedAt: now,
    version: version + 1,
  };
}

/** @returns false where the user or a token is not as it was seen any more */
export async function removeUser(
  key: string,
  seen: User,
  tokens: readonly Token[],
  { deleteTokens, now }: { readonly deleteTokens: boolean; readonly now: number },
  entries: Entries,
): Promise<boolean> {
  const { source, externalId } = seen;
  const writes: Write[] = [
    deleting(directoryTable(), userItemKey(key), asSeen(seen)),
    ...tokens.map((token) =>
      deleteTokens
        ? deleting(directoryTable(), tokenItemKey(token.serial), asSeen(token))
        : putting(directoryTable(), { ...tokenItemKey(token.serial), ...unassigned(token, now) }, asSeen(token)),
    ),
    ...(source === undefined || externalId === undefined ? [] : [personDeleting({ source, externalId })]),
    ...(deleteTokens ? await forgetting(tokens) : []),
  ];
  return (await transactRecorded(writes, entries)).done;
}

/** Limits that are counted by the user key alone. What counts a source and a user together ends within a day. */
const LIMITS_OF_USER = ['new-pin-proof', 'credited-logon', 'recovery-answers', 'recovery-mail'];

async function removePartition(pk: string): Promise<void> {
  for await (const { sk } of queryItems(operationsTable(), { keys: '#pk = :pk', values: { ':pk': pk } }))
    await removeItem(operationsTable(), { pk, sk: String(sk) });
}

/** Sessions, what recovery remembers, and limits of a user. */
export async function removeHanging(key: string): Promise<void> {
  for (const pk of [`SESSION#${key}`, `RECOVERY#${key}`, ...LIMITS_OF_USER.map((kind) => `THROTTLE#${kind}#${key}`)])
    await removePartition(pk);
}
