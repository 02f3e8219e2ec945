/**
 * What is written so that a group of items is as it was before an import, and what the report says of each of its users and tokens. A
 * preview takes the report alone.
 */
import type { Token, User } from '#core/directory/model.ts';
import type { Change, ReportLine, TokenOutcome } from '../outcome.ts';
import { hintOf, type ReportCode } from '../report-codes.ts';
import { keyBefore, obstaclesOf, type RollbackGroup } from './rollback-group.ts';
import { type Held, type HeldToken, type HeldUser, isWritten } from './rollback-items.ts';
import { restoredToken, restoredUser, tokenChanges, userChanges } from './rollback-restore.ts';

/** One key of the table: what was seen there, and what stands there next; nothing where absent. */
export type UserWrite = { readonly key: string; readonly seen?: User; readonly next?: User };
export type TokenWrite = { readonly key: string; readonly seen?: Token; readonly next?: Token };
/** Without a user key, what finds the person is removed. */
export type PersonWrite = { readonly source: string; readonly externalId: string; readonly userKey?: string };
/** What was done to a user or an unassigned token: a repeated part reports the same. */
export type RollbackMark = {
  readonly code: ReportCode;
  readonly changes: readonly Change[];
  readonly tokens: readonly TokenOutcome[];
};
export type MarkWrite = { readonly of: string; readonly mark: RollbackMark };
/** All or none. */
export type RollbackWrites = {
  readonly users: readonly UserWrite[];
  readonly tokens: readonly TokenWrite[];
  readonly persons: readonly PersonWrite[];
  /** User keys: what is kept of a person under the key goes along. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly marks: readonly MarkWrite[];
};

/** Whose mark: of a user, or of a token that is not a user's. */
export const markOf = (held: Held): string => `${held.kind === 'user' ? 'USER' : 'TOKEN'}#${held.key}`;

const image = <T extends User | Token>(held: { readonly was: Held['was'] }): T | undefined =>
  held.was.kind === 'image' ? (held.was.item as T) : undefined;

const doneCode = (held: Held): ReportCode => {
  if (held.was.kind === 'absent') return 'rollback.deleted';
  const { disabledBy, packedAt } = held.now!;
  // Who was gone follows an older export still; whom a record of this one disabled follows it.
  const wasGone = disabledBy !== undefined && packedAt === image(held)?.packedAt;
  return wasGone ? 'rollback.enabled' : 'rollback.restored';
};

function tokenOutcome(held: HeldToken, obstacle: ReportCode | undefined): TokenOutcome<ReportCode> {
  const { key: serial, now } = held;
  const before = image<Token>(held);
  const pin = (now ?? before)?.pinHash !== undefined;
  if (obstacle) return { serial, outcome: 'skipped', code: obstacle, pin };
  const changes = before ? tokenChanges(now!, before) : [];
  return { serial, outcome: 'updated', code: doneCode(held), pin, ...(changes.length > 0 ? { changes } : {}) };
}

/** The user on whose line a token stands: who has it now, or had it before. */
const ownerOf = (held: HeldToken): string | undefined => held.now?.assignee ?? image<Token>(held)?.assignee;

/** Tokens of the import that stand on the line of this item. */
function tokensOn(held: Held, group: RollbackGroup): readonly HeldToken[] {
  if (held.kind === 'token') return [held];
  return group.tokens.filter((token) => isWritten(token) && ownerOf(token) === held.key);
}

/** What the report says of an item of a group. */
function markFor(held: Held, group: RollbackGroup, obstacles: ReadonlyMap<Held, ReportCode>): RollbackMark {
  const before = held.kind === 'user' ? image<User>(held) : undefined;
  const code = obstacles.get(held) ?? doneCode(held);
  const changes = before && !obstacles.has(held) ? userChanges(held.now as User, before) : [];
  return { code, changes, tokens: tokensOn(held, group).map((token) => tokenOutcome(token, obstacles.get(token))) };
}

function userWrites(users: readonly HeldUser[], at: number): UserWrite[] {
  const seen = new Map(users.map(({ key, now }) => [key, now!]));
  const next = new Map(
    users.flatMap((held) => {
      const before = image<User>(held);
      return before ? [[keyBefore(held)!, restoredUser(held.now!, before, at)]] : [];
    }),
  );
  return [...new Set([...seen.keys(), ...next.keys()])].map((key) => {
    const [was, becomes] = [seen.get(key), next.get(key)];
    return { key, ...(was ? { seen: was } : {}), ...(becomes ? { next: becomes } : {}) };
  });
}

function tokenWrites(tokens: readonly HeldToken[], at: number): TokenWrite[] {
  return tokens.map((held) => {
    const { key } = held;
    const now = held.now!;
    const before = image<Token>(held);
    return { key, seen: now, ...(before ? { next: restoredToken(now, before, at) } : {}) };
  });
}

function personWrites(users: readonly HeldUser[]): PersonWrite[] {
  const persons = new Map<string, PersonWrite>();
  const idOf = (user: User | undefined) =>
    user?.source !== undefined && user.externalId !== undefined
      ? { source: user.source, externalId: user.externalId }
      : undefined;
  for (const { now } of users) {
    const id = idOf(now);
    if (id) persons.set(JSON.stringify(id), id);
  }
  for (const held of users) {
    const id = idOf(image<User>(held));
    if (id) persons.set(JSON.stringify(id), { ...id, userKey: keyBefore(held)! });
  }
  return [...persons.values()];
}

export type PlannedGroup = {
  /** By `markOf`. */
  readonly marks: ReadonlyMap<string, RollbackMark>;
  /** undefined where the group stays as it is. */
  readonly writes?: RollbackWrites;
};

/**
 * What is written where nothing stands in its way: each item that the import wrote is there.
 * @param run the import that is taken back @param at Unix ms: the time of the items that are restored
 */
export function planGroup(group: RollbackGroup, run: string, at: number): PlannedGroup {
  const obstacles = obstaclesOf(group, run);
  const all: readonly Held[] = [...group.users, ...group.tokens];
  const written = all.filter(isWritten);
  const marks = new Map(written.map((held) => [markOf(held), markFor(held, group, obstacles)]));
  if (obstacles.size > 0) return { marks };
  const users = group.users.filter(isWritten);
  const tokens = group.tokens.filter(isWritten);
  // A token that stands on the line of a user needs no mark of its own.
  const onLines = new Set<Held>(users.flatMap((held) => tokensOn(held, group)));
  const own = written.filter((held) => !onLines.has(held));
  return {
    marks,
    writes: {
      users: userWrites(users, at),
      tokens: tokenWrites(tokens, at),
      persons: personWrites(users),
      moves: users.flatMap((held) => {
        const [from, to] = [held.key, keyBefore(held)];
        return to === undefined || to === from ? [] : [{ from, to }];
      }),
      marks: own.map((held) => ({ of: markOf(held), mark: marks.get(markOf(held))! })),
    },
  };
}

/** Outcomes of what was taken back: `updated`, whether it was deleted or restored; of what stays: `skipped`. */
const DONE: ReadonlySet<ReportCode> = new Set(['rollback.deleted', 'rollback.restored', 'rollback.enabled']);
export const isTakenBack = ({ code }: Pick<RollbackMark, 'code'>): boolean => DONE.has(code);

/** The line of the rollback's report that answers a line of the import's. */
export function rollbackLine(line: ReportLine, { code, changes, tokens }: RollbackMark): ReportLine {
  const { part, line: number, type, userId, name, pseudonym, serial } = line;
  const done = DONE.has(code);
  return {
    part,
    line: number,
    type,
    ...(userId === undefined ? {} : { userId }),
    ...(name === undefined ? {} : { name }),
    ...(pseudonym === undefined ? {} : { pseudonym }),
    ...(serial === undefined ? {} : { serial }),
    outcome: done ? 'updated' : 'skipped',
    code,
    ...(done ? {} : { hint: hintOf(code) }),
    ...(tokens.length > 0 ? { tokens } : {}),
    ...(changes.length > 0 ? { changes } : {}),
  };
}
