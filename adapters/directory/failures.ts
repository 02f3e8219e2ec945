/**
 * Failures are counted in the write, before anything is verified (T2): N parallel guesses never get more tries than the
 * limit. An unknown user ID is counted the same way on an item of their own in the operations table, so that neither the
 * calls nor the answers tell who exists.
 */
import type { LockoutPolicy } from '#core/access/lockout.ts';
import type { CountSeen } from '#core/access/ports.ts';
import type { User } from '#core/directory/model.ts';
import { directoryTable, type Item, type Key, operationsTable, updateItem } from '../dynamodb/items.ts';
import { DECOY_USER, decoyToken } from './decoys.ts';
import { user } from './schemas.ts';
import { toUser, userItemKey } from './users.ts';

/** `counted`: this attempt is one of those that the limit allows. `user`: as the write found it; absent for a decoy. */
export type Counted = { readonly counted: boolean; readonly user?: User };

const MAX_TRIES = 5;

/** Counts an attempt of a user: see countOn. @param key core/text.ts userKey */
export async function countFailure(
  key: string,
  policy: LockoutPolicy,
  now: number,
  seen?: CountSeen,
): Promise<Counted> {
  const { counted, item } = await countOn(directoryTable(), userItemKey(key), policy, now, false, seen);
  return { counted, ...(item ? { user: toUser(item) } : {}) };
}

/** Where the attempts of an unknown user ID are counted. */
export const decoyItemKey = (key: string): Key => ({ pk: `DECOY#${key}`, sk: 'USER' });

/** The same for an unknown user ID. */
export async function countDecoyFailure(
  key: string,
  policy: LockoutPolicy,
  now: number,
  seen?: CountSeen,
): Promise<Counted> {
  const { counted, item } = await countOn(operationsTable(), decoyItemKey(key), policy, now, true, seen);
  // Taken apart as a user is, since that takes time too.
  user.safeParse(item);
  return { counted };
}

type Tried = { readonly counted: boolean; readonly item?: Item };
const FIELDS = ({ failures, failuresSince, failedAt }: CountSeen): Item => ({ failures, failuresSince, failedAt });

/**
 * Failures + 1 while below the limit and within the window; where the window or the lockout is over, the first failure of
 * a new window. The lockout ends `lockoutMs` after the last failure that was counted: attempts while locked don't count.
 * @param seen what the item was a moment ago, so that the first write is the one that it takes; the writes alone decide
 */
async function countOn(
  table: string,
  key: Key,
  policy: LockoutPolicy,
  now: number,
  create: boolean,
  seen?: CountSeen,
): Promise<Tried> {
  const expires = create ? ', #expiresAt = :expires' : '';
  const expiry = create ? { ':expires': Math.ceil((now + policy.windowMs) / 1000) + 3600 } : {};
  const countWithin = () =>
    updateItem(table, key, {
      expression: `SET #failures = #failures + :one, #failedAt = :now${expires}`,
      condition: '#failures < :limit AND #failures > :zero AND #failuresSince > :windowStart',
      values: {
        ':one': 1,
        ':zero': 0,
        ':now': now,
        ':limit': policy.limit,
        ':windowStart': now - policy.windowMs,
        ...expiry,
      },
    });
  // A window may be opened once: the second request finds it open and counts within it.
  const openWindow = (found: Item | undefined) => {
    const decoy = found ? undefined : DECOY_USER;
    return updateItem(table, key, {
      expression: `SET #failures = :one, #failuresSince = :now, #failedAt = :now${expires}${decoy ? `, ${decoy.expression}` : ''}`,
      condition: found ? '#failures = :failures AND #failuresSince = :since' : 'attribute_not_exists(#pk)',
      values: {
        ':one': 1,
        ':now': now,
        ...(found ? { ':failures': found['failures'], ':since': found['failuresSince'] } : {}),
        ...decoy?.values,
        ...expiry,
      },
    });
  };
  const opensFirst = seen ? isOver(FIELDS(seen), policy, now) : create;
  if (opensFirst) {
    const opened = await openWindow(seen && FIELDS(seen));
    if (opened.done) return { counted: true, item: opened.item };
  }
  let found: Item | undefined;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const within = await countWithin();
    if (within.done) return { counted: true, item: within.item };
    found = within.item;
    if (!found && !create) return { counted: false };
    if (found && !isOver(found, policy, now)) {
      if (Number(found['failures']) >= policy.limit) return { counted: false, item: found };
      continue;
    }
    const opened = await openWindow(found);
    if (opened.done) return { counted: true, item: opened.item };
  }
  return { counted: false, ...(found ? { item: found } : {}) };
}

function isOver(item: Item, policy: LockoutPolicy, now: number): boolean {
  const failures = Number(item['failures']);
  const failedAt = Number(item['failedAt'] ?? item['failuresSince']);
  if (failures === 0) return true;
  if (failures >= policy.limit) return failedAt + policy.lockoutMs <= now;
  return Number(item['failuresSince']) + policy.windowMs <= now;
}

/** The fields of a token in place of a missing one, set by the first count. */
const MISSING = decoyToken({ wrappedKey: new Uint8Array(150), context: {}, box: new Uint8Array(44) });
const MISSING_FIELDS = Object.entries(MISSING).filter(([field]) => field !== 'failures');

/**
 * What a wrong passcode costs where there is no token to count it on: one write, on an item of the same size.
 * @param slot which of the missing ones, from 0
 */
export async function countDecoyTokenFailure(key: string, slot: number, now: number): Promise<void> {
  const item: Key = { pk: `DECOY#${key}`, sk: slot === 0 ? 'TOKEN' : `TOKEN-${slot}` };
  const fields = MISSING_FIELDS.map(([field]) => `#${field} = if_not_exists(#${field}, :${field})`);
  await updateItem(operationsTable(), item, {
    returns: 'UPDATED_NEW',
    expression: `SET #failures = if_not_exists(#failures, :zero) + :one, #expiresAt = :expires, ${fields.join(', ')}`,
    condition: 'attribute_not_exists(#pk) OR #enabled = :enabled',
    values: {
      ...Object.fromEntries(MISSING_FIELDS.map(([field, value]) => [`:${field}`, value])),
      ':zero': 0,
      ':one': 1,
      ':expires': Math.ceil(now / 1000) + 86_400,
    },
  });
}

/** Takes back one count: a first factor that was right, or a step that is neither success nor failure. */
export async function undoFailure(key: string): Promise<void> {
  await updateItem(directoryTable(), userItemKey(key), {
    expression: 'SET #failures = #failures - :one',
    condition: '#failures > :zero',
    values: { ':one': 1, ':zero': 0 },
  });
}
