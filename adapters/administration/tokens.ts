/**
 * Tokens as administrators, and their own users, find and change them. A token's own `assignee` is the authority on whose it
 * is; the list that the user has is written in the same transaction.
 */
import { type OwnerChange, type TokenChange, tokenConflict } from '#core/administration/tokens/change.ts';
import type { Entries } from '#core/audit.ts';
import { MADE_HERE, placeOf } from '#core/directory/journey.ts';
import type { Token, User } from '#core/directory/model.ts';
import { userKey } from '#core/text.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { byPerson } from '../directory/by-person.ts';
import { readTokens, tokenItemKey, toToken, userItemKey } from '../directory/index.ts';
import { type Condition, directoryTable, type Item, type Update } from '../dynamodb/items.ts';
import { deleting, demanding, updating, type Write } from '../dynamodb/transactions.ts';
import { asGiven } from './given-ways.ts';
import { walkDirectory } from './walk.ts';

export type FoundTokens = { readonly tokens: readonly Token[]; readonly next?: string; readonly upgrading?: true };

const TOKENS_A_PAGE = 500;

/** Unassigned tokens. `next` goes on where this page ended. */
export async function unassignedTokens(next?: string): Promise<FoundTokens> {
  const { items, ...where } = await walkDirectory('token', '', TOKENS_A_PAGE, next);
  return { tokens: items.map(toToken).filter(({ assignee }) => assignee === undefined), ...where };
}

/**
 * Saves a change, and what it means for the user, all or nothing; the token's version rises by one. The condition decides: of
 * any number of simultaneous acts on what was seen exactly one is done.
 * @returns the token after it @throws LandfallError token.conflict (409) where token or user have changed since they were seen
 */
export async function saveToken(seen: Token, change: TokenChange, entries: Entries): Promise<Token> {
  const { owner, roleOf } = change;
  // A change of the role ends the sessions, and raises the version: an update of the user asks for one of these.
  const writes: Write[] = [updating(directoryTable(), tokenItemKey(seen.serial), tokenUpdate(seen, change))];
  if (owner) writes.push(updating(directoryTable(), keyOf(owner.seen), ownerUpdate(owner, change.set.updatedAt)));
  else if (roleOf) writes.push(demanding(directoryTable(), keyOf(roleOf), sameRole(roleOf)));
  const { done } = await transactRecorded(writes, entries);
  if (!done) throw tokenConflict();
  return (await readTokens([seen.serial]))[0]!;
}

/**
 * Deletes a token as it was seen, assigned to no user: of a deletion and an assignment at once exactly one is done.
 * @throws LandfallError token.conflict (409)
 */
export async function removeToken(seen: Token, entries: Entries): Promise<void> {
  const unchanged = {
    expression: '#version = :seen AND attribute_not_exists(#assignee)',
    values: { ':seen': seen.version },
  };
  const { done } = await transactRecorded([deleting(directoryTable(), tokenItemKey(seen.serial), unchanged)], entries);
  if (!done) throw tokenConflict();
}

const keyOf = ({ userId }: User) => userItemKey(userKey(userId));

function update(
  sets: readonly string[],
  remove: readonly string[],
  condition: string,
  values: Item,
  counts = true,
): Update {
  const removed = remove.length > 0 ? ` REMOVE ${remove.map((field) => `#${field}`).join(', ')}` : '';
  return {
    expression: `SET ${sets.join(', ')}${removed}`,
    condition,
    values: { ...(counts ? { ':one': 1 } : {}), ...values },
  };
}

/** The index holds a token only while no user has it. */
function placed(
  { source = MADE_HERE, serial }: Token,
  { set, remove }: TokenChange,
): Pick<TokenChange, 'set' | 'remove'> {
  if (set.assignee !== undefined) return { set, remove: [...remove, 'peopleOf', 'journey'] };
  const place = remove.includes('assignee') ? placeOf(source, 'token', serial) : {};
  return { set: { ...set, ...place }, remove };
}

/** The version alone would not do: an import that takes an unassigned token over begins its versions anew. */
function tokenUpdate(seen: Token, change: TokenChange): Update {
  const { version, assignee } = seen;
  const { unspentFrom } = change;
  const { set, remove } = placed(seen, change);
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
  return byPerson(update(sets, remove, conditions.join(' AND '), values), set.updatedAt);
}

/**
 * A new list of tokens counts only for the user that was seen, whose role was looked at (A4). Ending sessions needs only that
 * they are still those of the epoch that was seen, and changes nothing that an import brings: the user stays untouched.
 */
function ownerUpdate({ seen, tokens, endSessions, waysGiven }: OwnerChange, now: number): Update {
  const given = waysGiven ? asGiven(seen) : undefined;
  const demanding = (condition: string) => (given ? `${condition} AND ${given.expression}` : condition);
  const ways = waysGiven ? { ':waysGiven': waysGiven, ...given?.values } : {};
  const also = [
    ...(endSessions ? ['#sessionEpoch = #sessionEpoch + :one'] : []),
    ...(waysGiven ? ['#waysGiven = :waysGiven'] : []),
  ];
  if (!tokens) {
    const values = { ':seen': seen.sessionEpoch, ...ways };
    return update(also, [], demanding('#sessionEpoch = :seen'), values, endSessions);
  }
  const sets = ['#tokens = :tokens', '#updatedAt = :now', '#version = #version + :one', ...also];
  const values = { ':seen': seen.version, ':tokens': tokens, ':now': now, ...ways };
  return byPerson(update(sets, [], demanding('#version = :seen'), values), now);
}

const sameRole = ({ role }: User): Condition =>
  role === undefined
    ? { expression: 'attribute_exists(#pk) AND attribute_not_exists(#role)' }
    : { expression: '#role = :role', values: { ':role': role } };
