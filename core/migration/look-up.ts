/** What the directory holds of all that a part's entries name. Every read decides, so every read is consistent. */
import type { Token, User } from '#core/directory/model.ts';
import { userKey } from '#core/text.ts';
import type { Entry } from './entries.ts';
import { type Holdings, isUncommitted } from './holdings.ts';
import type { Move, PartPlan } from './run-plan.ts';

export type LookUpPorts = {
  /** By user key. */
  readUsers(keys: readonly string[]): Promise<Map<string, User>>;
  /** By serial. */
  readTokens(serials: readonly string[]): Promise<Map<string, Token>>;
  /** External id -> user key. */
  readPersons(source: string, externalIds: readonly string[]): Promise<Map<string, string>>;
  /** By user key and serial, as they were before this run first changed them. */
  readBefore(
    run: string,
    of: { readonly users: readonly string[]; readonly tokens: readonly string[] },
  ): Promise<Holdings['before']>;
  /** Those of these user keys whose mail was sent, or may have been. */
  readTold(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those of these runs that may still write. */
  stillWriting(runs: readonly string[]): Promise<ReadonlySet<string>>;
};
export type LookUpContext = {
  readonly run: string;
  readonly sourceName: string;
  readonly preview: boolean;
  readonly plan: Pick<PartPlan, 'vacated'>;
  /** Every move of the run: asked for by a preview, where a token is another person's. */
  readonly movesOfRun: () => Promise<readonly Move[]>;
};

function namedBy(entries: readonly Entry[]) {
  const users = new Set<string>();
  const serials = new Set<string>();
  const externalIds = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'user') {
      users.add(entry.key);
      if (entry.move) users.add(entry.move.from);
      if (entry.record.externalId !== undefined) externalIds.add(entry.record.externalId);
      for (const { serial } of entry.tokens) serials.add(serial);
    } else if (entry.kind === 'token') {
      serials.add(entry.record.serial);
      if (entry.assignedTo !== undefined) users.add(entry.assignedTo);
    }
  }
  return { users, serials, externalIds };
}

const movesOf = (entries: readonly Entry[]) =>
  entries.flatMap((entry) => (entry.kind === 'user' && entry.move?.verdict === 'moves' ? [entry.move] : []));

/** What MoveUsers will have done: each person stands under the new user ID, with the tokens. An import finds it done. */
function afterMoves(holdings: Holdings, moves: readonly Move[], vacated: readonly string[]): Holdings {
  const users = new Map(holdings.users);
  const before = new Map(holdings.before.users);
  for (const key of vacated) users.delete(key);
  for (const { from } of moves) users.delete(from);
  for (const { from, to } of moves) {
    const user = holdings.users.get(from);
    if (!user) continue;
    users.set(to, user);
    before.set(to, user);
  }
  const { moved } = holdings;
  const tokens = new Map(
    [...holdings.tokens].map(([serial, token]) => {
      const assignee = token.assignee === undefined ? undefined : moved.get(token.assignee);
      return [serial, assignee === undefined ? token : { ...token, assignee }];
    }),
  );
  const persons = new Map([...holdings.persons].map(([id, key]) => [id, moved.get(key) ?? key]));
  return { ...holdings, users, tokens, persons, before: { ...holdings.before, users: before } };
}

const changedIn = (run: string, items: Iterable<readonly [string, User | Token]>): string[] =>
  [...items].filter(([, { changedBy }]) => changedBy?.migration === run).map(([key]) => key);

/** Runs whose tokens wait for their user. */
function runsWaiting(run: string, holdings: Pick<Holdings, 'users' | 'tokens'>): string[] {
  const origins = [...holdings.tokens.values()].filter((token) => isUncommitted(token, holdings));
  return [...new Set(origins.flatMap(({ origin }) => origin?.migration ?? []))].filter((other) => other !== run);
}

/** Whom an attempt before this one has moved: what was kept of them has the user ID that they had. */
const movesDone = (before: ReadonlyMap<string, User>): (readonly [string, string])[] =>
  [...before].flatMap(([key, { userId }]) => (userKey(userId) === key ? [] : [[userKey(userId), key] as const]));

/** Those of these entries, and of other parts those of people who have a token here that these entries name. */
async function allMoves(
  entries: readonly Entry[],
  holders: readonly string[],
  named: ReadonlySet<string>,
  { plan, movesOfRun }: LookUpContext,
): Promise<readonly Move[]> {
  const own = movesOf(entries);
  const leaving = new Set(own.map(({ from }) => from));
  const others = new Set(holders.filter((key) => !leaving.has(key) && (!named.has(key) || plan.vacated.includes(key))));
  if (others.size === 0) return own;
  const all = await movesOfRun();
  return [...own, ...all.filter(({ from, verdict }) => verdict === 'moves' && others.has(from))];
}

export async function lookUp(ports: LookUpPorts, entries: readonly Entry[], context: LookUpContext): Promise<Holdings> {
  const { run, sourceName, preview } = context;
  const named = namedBy(entries);
  const [first, tokens, persons] = await Promise.all([
    ports.readUsers([...named.users]),
    ports.readTokens([...named.serials]),
    named.externalIds.size === 0 ? new Map<string, string>() : ports.readPersons(sourceName, [...named.externalIds]),
  ]);
  const others = [...persons.values(), ...[...tokens.values()].flatMap(({ assignee }) => assignee ?? [])];
  const further = [...new Set(others.filter((key) => !named.users.has(key)))];
  const users = new Map([...first, ...(further.length === 0 ? [] : await ports.readUsers(further))]);
  const changed = { users: changedIn(run, users), tokens: changedIn(run, tokens) };
  const none = changed.users.length + changed.tokens.length === 0;
  const before = none ? { users: new Map(), tokens: new Map() } : await ports.readBefore(run, changed);
  const waiting = runsWaiting(run, { users, tokens });
  const writing = waiting.length === 0 ? new Set<string>() : await ports.stillWriting(waiting);
  const holders = [...tokens.values()].flatMap(({ assignee }) => assignee ?? []);
  const moves = preview ? await allMoves(entries, holders, named.users, context) : movesOf(entries);
  const moved = new Map([...movesDone(before.users), ...moves.map(({ from, to }) => [from, to] as const)]);
  const holdings: Holdings = { users, tokens, persons, before, writing, moved, told: new Set() };
  return preview ? afterMoves(holdings, moves, context.plan.vacated) : holdings;
}
