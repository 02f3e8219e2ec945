/** What follow-people reads and writes: see core/journey/follow.ts. */
import { transient } from '#core/errors.ts';
import type { Find } from '#core/journey/finds.ts';
import type { Change, Kept, Replaced } from '#core/journey/follow.ts';
import type { Facts } from '#core/journey/journey.ts';
import { readTokens, readUsers } from '../directory/lookups.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { deleteItems, putItems } from '../dynamodb/batch-put.ts';
import { ABSENT, type Condition, journeysTable, searchTable } from '../dynamodb/items.ts';
import { deleting, isRefusal, putting, transactSettled, type Write } from '../dynamodb/transactions.ts';
import { readNotices } from '../runs/notices.ts';
import { counterItems, counterWrites } from './counters.ts';
import { journeyItemKey, toItem, toKept } from './items.ts';

/** People as they are kept, by user key. Consistent. */
export async function readKept(keys: readonly string[]): Promise<Map<string, Kept>> {
  const items = await readItems(journeysTable(), keys.map(journeyItemKey), PATIENCE.task);
  return new Map(items.map(toKept).map((one) => [one.person.userKey, one]));
}

/** What the journey of each follows from, of those that there are. Consistent. */
export async function readFacts(keys: readonly string[]): Promise<Map<string, Facts>> {
  const users = await readUsers(keys);
  const serials = [...new Set([...users.values()].flatMap(({ tokens }) => tokens))];
  const [tokens, notices] = await Promise.all([readTokens(serials), readNotices([...users.keys()])]);
  return new Map(
    [...users].map(([key, user]) => {
      const own = user.tokens.flatMap((serial) => tokens.get(serial) ?? []).filter(({ assignee }) => assignee === key);
      return [key, { user, tokens: own, notice: notices.get(key) }];
    }),
  );
}

/** DynamoDB's limit. */
const WRITES = 100;

const unchangedSince = (before: Kept | undefined): Condition =>
  before ? { expression: '#rev = :rev', values: { ':rev': before.rev } } : ABSENT;

/** Of what finds a person, so much goes into the transaction: names of many words and spellings have more. */
const FINDS = 40;

const asItem = ({ pk, sk, userKey }: Find) => ({ pk, sk, userKey });

/** The person first: its condition alone can be refused. */
function personWrites({ userKey, before, after, put, remove }: Change): Write[] {
  const condition = unchangedSince(before);
  const person = after
    ? putting(journeysTable(), toItem(after), condition)
    : deleting(journeysTable(), journeyItemKey(userKey), condition);
  return [
    person,
    ...put.slice(0, FINDS).map((one) => putting(searchTable(), asItem(one))),
    ...remove.slice(0, FINDS).map(({ pk, sk }) => deleting(searchTable(), { pk, sk })),
  ];
}

/** As many changes together as one transaction takes. */
function batches(changes: readonly Change[]): Change[][] {
  const found: Change[][] = [];
  let writes = 0;
  let counters = new Set<string>();
  for (const change of changes) {
    const of = counterItems(change.counters);
    const own = 1 + Math.min(FINDS, change.put.length) + Math.min(FINDS, change.remove.length);
    const more = new Set([...counters, ...of]);
    const last = found.at(-1);
    if (last && writes + own + more.size <= WRITES) {
      last.push(change);
      [writes, counters] = [writes + own, more];
    } else {
      found.push([change]);
      [writes, counters] = [own, new Set(of)];
    }
  }
  return found;
}

const keysOf = (changes: readonly Change[]): string[] => changes.map(({ userKey }) => userKey);
const both = (one: Replaced, other: Replaced): Replaced => ({
  lost: [...one.lost, ...other.lost],
  refused: [...one.refused, ...other.refused],
});

/** What the engine does not take is halved until it stands alone. */
async function replaceApart(changes: readonly Change[], error: unknown): Promise<Replaced> {
  if (!isRefusal(error)) throw error;
  if (changes.length === 1) return { lost: [], refused: keysOf(changes) };
  const half = Math.ceil(changes.length / 2);
  return both(await replaceTogether(changes.slice(0, half)), await replaceTogether(changes.slice(half)));
}

async function replaceTogether(changes: readonly Change[]): Promise<Replaced> {
  if (changes.length === 0) return { lost: [], refused: [] };
  const writes = changes.map(personWrites);
  const counters = counterWrites(changes.flatMap((change) => change.counters));
  try {
    const came = await transactSettled([...writes.flat(), ...counters], PATIENCE.task);
    if (came.done) return { lost: [], refused: [] };
    if (came.refused.length === 0) throw transient('directory.busy');
    const owners = writes.flatMap((own, at) => own.map(() => at));
    const at = new Set(came.refused.map((position) => owners[position]));
    const lost = changes.filter((_change, index) => at.has(index));
    const others = await replaceTogether(changes.filter((_change, index) => !at.has(index)));
    return both({ lost: keysOf(lost), refused: [] }, others);
  } catch (error) {
    return replaceApart(changes, error);
  }
}

/**
 * Each change with its counters and what finds the person, all or none, where the person is kept as it was.
 * @throws LandfallError directory.busy (retryable)
 */
export async function replace(changes: readonly Change[]): Promise<Replaced> {
  let all: Replaced = { lost: [], refused: [] };
  await putItems(
    searchTable(),
    changes.flatMap(({ put }) => put.slice(FINDS).map(asItem)),
  );
  for (const batch of batches(changes)) all = both(all, await replaceTogether(batch));
  const done = changes.filter(({ userKey }) => !all.lost.includes(userKey) && !all.refused.includes(userKey));
  await deleteItems(
    searchTable(),
    done.flatMap(({ remove }) => remove.slice(FINDS)),
  );
  return all;
}
