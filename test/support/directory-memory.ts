/**
 * The directory of an import in memory, with the conditions of core/migration/ingest.ts: for unit tests of the rules. The
 * same scenarios run on a real engine in test/integration/ingest*.test.ts.
 */
import type { User } from '#core/directory/model.ts';
import type { ImportedToken, ImportedUser } from '#core/migration/decide.ts';
import type { Displaced, IngestPorts } from '#core/migration/ingest.ts';
import type { FinishedPart } from '#core/migration/ingest-part.ts';
import { compareOrigins, sameOrigin } from '#core/migration/origin.ts';
import type { Engine } from './staging.ts';

export type DirectoryMemory = Engine & {
  readonly users: Map<string, ImportedUser>;
  readonly tokens: Map<string, ImportedToken>;
  readonly displaced: Displaced[];
  readonly finished: Map<string, FinishedPart>;
};

const later = (held: ImportedUser['origin'], mine: ImportedUser['origin']): boolean =>
  held !== undefined && mine !== undefined && held.migration === mine.migration && compareOrigins(held, mine) > 0;

export function directoryMemory(): DirectoryMemory {
  const users = new Map<string, ImportedUser>();
  const tokens = new Map<string, ImportedToken>();
  const displaced: Displaced[] = [];
  const finished = new Map<string, FinishedPart>();
  const among = <T>(all: Map<string, T>, keys: readonly string[]) =>
    new Map(keys.flatMap((key) => (all.has(key) ? [[key, all.get(key)!] as const] : [])));
  const replace = <T>(all: Map<string, T>, key: string, now: T, condition: boolean): boolean => {
    if (condition) all.set(key, now);
    return condition;
  };
  const directory: IngestPorts = {
    readUsers: async (keys) => among(users, keys),
    readTokens: async (serials) => among(tokens, serials),
    insert: async (items) =>
      items.map((item) =>
        item.kind === 'user'
          ? replace<ImportedUser>(users, item.key, item.user, !users.has(item.key))
          : replace<ImportedToken>(tokens, item.token.serial, item.token, !tokens.has(item.token.serial)),
      ),
    displaceUser: async (key, user) => replace<User>(users, key, user, later(users.get(key)?.origin, user.origin)),
    displaceToken: async (token) =>
      replace(tokens, token.serial, token, later(tokens.get(token.serial)?.origin, token.origin)),
    takeOverToken: async (token, seen) => {
      const held = tokens.get(token.serial);
      const unchanged = held?.assignee === undefined && held?.version === seen.version;
      return replace(tokens, token.serial, { ...token, replaced: seen }, unchanged);
    },
    updateUser: async (key, seen, changes, by, now) => {
      const held = users.get(key)!;
      const updated = { ...held, ...changes, updatedBy: by, updatedAt: now, version: held.version + 1 };
      return replace(users, key, updated, held.version === seen.version);
    },
    attachTokens: async (key, origin, serials) => {
      const held = users.get(key);
      return held !== undefined && replace(users, key, { ...held, tokens: serials }, sameOrigin(held.origin, origin));
    },
    dropToken: async (serial, origin) => {
      const held = tokens.get(serial);
      if (!sameOrigin(held?.origin, origin)) return;
      if (held?.replaced) tokens.set(serial, held.replaced);
      else tokens.delete(serial);
    },
    noteDisplaced: async (note) => void displaced.push(note),
  };
  const partKey = (...of: readonly unknown[]) => of.join('/');
  return {
    users,
    tokens,
    displaced,
    finished,
    directory,
    readPart: async (migration, dryRun, part) => finished.get(partKey(migration, dryRun, part)),
    putPart: async (migration, dryRun, done) => void finished.set(partKey(migration, dryRun, done.part), done),
  };
}
