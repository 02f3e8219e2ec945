/**
 * The directory of an import in memory, with the conditions of core/migration/write-plans.ts: for unit tests of the rules. The
 * same scenarios run on a real engine in test/integration/ingest*.test.ts.
 */
import type { Token, User } from '#core/directory/model.ts';
import type { IngestPorts } from '#core/migration/ingest.ts';
import { sameOrigin } from '#core/migration/origin.ts';
import type { FinishedPart } from '#core/migration/part-work.ts';
import type { Telling } from '#core/migration/plan.ts';
import type { Changed, Commit, Insertion } from '#core/migration/write-plans.ts';
import type { Engine } from './staging.ts';

export type DirectoryMemory = Engine & {
  readonly users: Map<string, User>;
  readonly tokens: Map<string, Token>;
  /** `<source>/<external id>` -> user key. */
  readonly persons: Map<string, string>;
  /** `<run>/USER/<user key>` and `<run>/TOKEN/<serial>`. */
  readonly images: Map<string, User | Token>;
  /** User keys of people who were told. */
  readonly told: Set<string>;
  /** Runs that may still write. */
  readonly writing: Set<string>;
  readonly tellings: Telling[];
  /** Keys (user key or serial) that the engine refuses. */
  readonly refuses: Set<string>;
  readonly finished: Map<string, FinishedPart>;
};

const among = <T>(all: ReadonlyMap<string, T>, keys: readonly string[]) =>
  new Map(keys.flatMap((key) => (all.has(key) ? [[key, all.get(key)!] as const] : [])));

const keyOf = (one: Insertion): string => (one.kind === 'user' ? one.key : one.token.serial);

export function directoryMemory(): DirectoryMemory {
  const users = new Map<string, User>();
  const tokens = new Map<string, Token>();
  const persons = new Map<string, string>();
  const images = new Map<string, User | Token>();
  const [told, writing, refuses] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const tellings: Telling[] = [];
  const finished = new Map<string, FinishedPart>();
  const isTaken = (one: Insertion) => (one.kind === 'user' ? users : tokens).has(keyOf(one));
  const put = (one: Insertion) =>
    one.kind === 'user' ? users.set(one.key, one.user) : tokens.set(one.token.serial, one.token);

  function asSeen({ kind, key, seen }: Changed): boolean {
    const held = (kind === 'user' ? users : tokens).get(key);
    if (held?.version !== seen.version) return false;
    if (seen.touchedAt === undefined && held.touchedAt !== undefined) return false;
    return 'serial' in held ? held.assignee === (seen as Token).assignee : (held as User).role === undefined;
  }
  function apply({ kind, key, fields }: Changed, now: number): void {
    const all = (kind === 'user' ? users : tokens) as Map<string, User | Token>;
    const held = all.get(key)!;
    const next = { ...held, ...fields, updatedAt: now, version: held.version + 1 };
    all.set(key, Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as User | Token);
  }
  function commit({ run, creates, changes, person, now }: Commit) {
    if (creates.some((one) => refuses.has(keyOf(one))) || changes.some(({ key }) => refuses.has(key))) return 'refused';
    if (creates.some(isTaken) || !changes.every(asSeen)) return 'again';
    for (const { kind, key, seen } of changes) {
      const at = `${run}/${kind === 'user' ? 'USER' : 'TOKEN'}/${key}`;
      if (!images.has(at) && seen.origin?.migration !== run) images.set(at, seen);
    }
    for (const one of creates) put(one);
    for (const change of changes) apply(change, now);
    if (person) persons.set(`${person.source}/${person.externalId}`, person.userKey);
    return 'done';
  }
  const directory: IngestPorts = {
    readUsers: async (keys) => among(users, keys),
    readTokens: async (serials) => among(tokens, serials),
    readPersons: async (source, ids) =>
      new Map(ids.flatMap((id) => (persons.has(`${source}/${id}`) ? [[id, persons.get(`${source}/${id}`)!]] : []))),
    readBefore: async (run, keys) => {
      const of = <T>(kind: string, list: readonly string[]) =>
        new Map(
          list.flatMap((key) =>
            images.has(`${run}/${kind}/${key}`) ? [[key, images.get(`${run}/${kind}/${key}`) as T]] : [],
          ),
        );
      return { users: of<User>('USER', keys.users), tokens: of<Token>('TOKEN', keys.tokens) };
    },
    readTold: async (keys) => new Set(keys.filter((key) => told.has(key))),
    stillWriting: async (runs) => new Set(runs.filter((run) => writing.has(run))),
    insert: async (items) =>
      items.map((one) => {
        if (refuses.has(keyOf(one))) return 'refused';
        if (isTaken(one)) return 'taken';
        put(one);
        return 'done';
      }),
    commit: async (one) => commit(one),
    dropToken: async (seen) => {
      const held = tokens.get(seen.serial);
      if (held && held.version === seen.version && seen.origin && sameOrigin(held.origin, seen.origin))
        tokens.delete(seen.serial);
    },
    putPersons: async (list) => {
      for (const { source, externalId, userKey } of list) persons.set(`${source}/${externalId}`, userKey);
    },
    tell: async (telling) => void tellings.push(telling),
    pause: async () => undefined,
  };
  const partKey = (...of: readonly unknown[]) => of.join('/');
  return {
    users,
    tokens,
    persons,
    images,
    told,
    writing,
    tellings,
    refuses,
    finished,
    directory,
    readPart: async (run, dryRun, part) => finished.get(partKey(run, dryRun, part)),
    putPart: async (run, dryRun, done) => void finished.set(partKey(run, dryRun, done.part), done),
  };
}
