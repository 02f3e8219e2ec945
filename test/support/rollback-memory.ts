/** A directory in memory that a rollback of the import `RUN` reads and writes, as the adapters do. */
import { isDeepStrictEqual } from 'node:util';
import type { Token, User } from '#core/directory/model.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { FinishedPart } from '#core/migration/part-work.ts';
import type { RollbackPartPorts } from '#core/migration/rollback/rollback-part.ts';
import type { RollbackMark, RollbackWrites } from '#core/migration/rollback/rollback-plan.ts';
import { userKey } from '#core/text.ts';
import { aToken, aUser } from './memory.ts';

export const RUN = '0'.repeat(31).concat('1');
export const BACK = '0'.repeat(31).concat('2');
export const AT = 1_900_000_000_000;
export const origin = (line = 1, migration = RUN) => ({ migration, part: 1, line });

export const created = (userId: string, more: Partial<User> = {}): User =>
  aUser({ userId, source: 'old', sourceUserId: userId, tokens: [], origin: origin(), ...more });
export const madeToken = (serial: string, more: Partial<Token> = {}): Token => {
  const { assignee: _nobody, ...token } = aToken({ serial, source: 'old', origin: origin() });
  return { ...token, ...more };
};

function put<T>(map: Map<string, T>, key: string, next: T | undefined): void {
  if (next === undefined) map.delete(key);
  else map.set(key, next);
}

export function rollbackMemory() {
  const users = new Map<string, User>();
  const tokens = new Map<string, Token>();
  const persons = new Map<string, string>();
  const before = { users: new Map<string, User>(), tokens: new Map<string, Token>() };
  const marks = new Map<string, RollbackMark>();
  const reports = new Map<string, readonly ReportLine[]>();
  const parts = new Map<string, FinishedPart>();
  const state = {
    users,
    tokens,
    persons,
    before,
    marks,
    reports,
    parts,
    /** Runs before each transaction, as another writer would come between. */
    between: () => {},
    taken: 0,
    moved: [] as RollbackWrites['moves'][number][],
    add(...items: readonly (User | Token)[]) {
      for (const item of items)
        if ('serial' in item) tokens.set(item.serial, item);
        else {
          users.set(userKey(item.userId), item);
          if (item.externalId) persons.set(`${item.source}/${item.externalId}`, userKey(item.userId));
        }
    },
  };
  const some = <T>(map: ReadonlyMap<string, T>, keys: readonly string[]) =>
    new Map(keys.flatMap((key) => (map.has(key) ? [[key, map.get(key)!] as const] : [])));
  const ports: RollbackPartPorts = {
    readPart: async (run, _dry, part) => parts.get(`${run}/${part}`),
    readReport: async (run, _dry, part) => reports.get(`${run}/${part}`),
    readUsers: async (keys) => some(users, keys),
    readTokens: async (keys) => some(tokens, keys),
    readBefore: async (_run, keys) => ({
      users: some(before.users, keys.users),
      tokens: some(before.tokens, keys.tokens),
    }),
    readMarks: async (_run, of) => some(marks, of),
    takeBack: async (_run, writes) => {
      state.between();
      const fits =
        writes.users.every(({ key, seen }) => isDeepStrictEqual(users.get(key), seen)) &&
        writes.tokens.every(({ key, seen }) => isDeepStrictEqual(tokens.get(key), seen)) &&
        writes.marks.every(({ of }) => !marks.has(of));
      if (!fits) return false;
      state.taken += 1;
      state.moved.push(...writes.moves);
      for (const { key, next } of writes.users) put(users, key, next);
      for (const { key, next } of writes.tokens) put(tokens, key, next);
      for (const { source, externalId, userKey: key } of writes.persons) put(persons, `${source}/${externalId}`, key);
      for (const { of, mark } of writes.marks) marks.set(of, mark);
      return true;
    },
    putReport: async (run, _dry, part, lines) => void reports.set(`${run}/${part}`, lines),
    putPart: async (run, _dry, part) => void parts.set(`${run}/${part.part}`, part),
    now: () => AT,
  };
  return { ...state, state, ports };
}

export const line = (userId: string, more: Partial<ReportLine> = {}): ReportLine => ({
  part: 1,
  line: 1,
  type: 'user',
  userId,
  outcome: 'created',
  ...more,
});
export const listed = (...serials: readonly string[]) =>
  serials.map((serial) => ({ serial, outcome: 'created' as const, pin: true }));
