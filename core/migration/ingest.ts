/**
 * A part's entries into the directory: read what is there, decide, write under conditions, and read again wherever a
 * condition failed. Tokens are written before their user, so that no user lacks tokens that the export gives.
 */

import { defined, type Sealer, type SourceExport, tokenItem, userItem } from '#core/directory/items.ts';
import type { Origin, Token, User } from '#core/directory/model.ts';
import { transient } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import { mapLimited } from '../concurrency.ts';
import { type ImportedToken, type ImportedUser, UPDATABLE } from './decide.ts';
import type { Entry } from './entries.ts';
import type { ReportLine } from './outcome.ts';
import { isFinal, type Plan, type PlanContext, planEntry, type TokenWrite, type UserWrite } from './plan-entry.ts';

export type Insertion =
  | { readonly kind: 'user'; readonly key: string; readonly user: User }
  | { readonly kind: 'token'; readonly token: Token };
/** A record of this migration that lost its place to an earlier one after it was written. */
export type Displaced = { readonly loser: Origin } & (
  | { readonly userKey: string; readonly serial?: never }
  | { readonly serial: string; readonly userKey?: never }
);

/** The directory as an import writes it. False: the condition failed, read again. */
export type IngestPorts = {
  readUsers(keys: readonly string[]): Promise<Map<string, ImportedUser>>;
  readTokens(serials: readonly string[]): Promise<Map<string, ImportedToken>>;
  /** Each only where its key is free. */
  insert(items: readonly Insertion[]): Promise<boolean[]>;
  /** Over an item of the same migration with a later origin. */
  displaceUser(key: string, user: User): Promise<boolean>;
  displaceToken(token: ImportedToken): Promise<boolean>;
  /** Over the unassigned token that was seen, of no or another migration; keeps it as `replaced`. */
  takeOverToken(token: Token, seen: ImportedToken): Promise<boolean>;
  /** Names and language alone, of the user that was seen. */
  updateUser(key: string, seen: ImportedUser, changes: Partial<User>, by: Origin, now: number): Promise<boolean>;
  /** The serials of a user of exactly this origin. */
  attachTokens(key: string, origin: Origin, serials: readonly string[]): Promise<boolean>;
  /** Takes back a token of exactly this origin, and puts back what it replaced. */
  dropToken(serial: string, origin: Origin): Promise<void>;
  /** Written before the item is replaced; checked against the item when the reports are corrected. */
  noteDisplaced(displaced: Displaced): Promise<void>;
};
export type IngestContext = PlanContext & {
  readonly dryRun: boolean;
  /** Unix ms. */
  readonly importedAt: number;
  readonly sealer: Sealer;
  /** The export that the package is. */
  readonly from?: SourceExport | undefined;
};

const MAX_ROUNDS = 6;
const CONCURRENT_WRITES = 8;

async function lookUp(ports: IngestPorts, entries: readonly Entry[]) {
  const keys = new Set<string>();
  const serials = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'user') {
      keys.add(entry.key);
      for (const { serial } of entry.tokens) serials.add(serial);
    } else if (entry.kind === 'token') {
      if (entry.assignedTo === undefined) serials.add(entry.record.serial);
      else keys.add(entry.assignedTo);
    }
  }
  const [users, tokens] = await Promise.all([ports.readUsers([...keys]), ports.readTokens([...serials])]);
  return { users, tokens };
}

/** Replaces an existing item. */
type Replacing<W> = Exclude<W, { readonly act: 'create' }>;

async function writeToken(ports: IngestPorts, write: Replacing<TokenWrite>, token: Token): Promise<boolean> {
  const { act, existing } = write;
  if (act === 'take-over') return ports.takeOverToken(token, existing);
  await ports.noteDisplaced({ loser: existing.origin!, serial: token.serial });
  return ports.displaceToken({ ...token, ...defined({ replaced: existing.replaced }) });
}

async function writeUser(ports: IngestPorts, write: Replacing<UserWrite>, context: IngestContext): Promise<boolean> {
  const { entry, serials, existing } = write;
  if (write.act === 'attach') return ports.attachTokens(entry.key, entry.me, serials);
  if (write.act === 'update') {
    const changes = Object.fromEntries(
      UPDATABLE.flatMap((field) => (entry.record[field] === undefined ? [] : [[field, entry.record[field]]])),
    );
    return ports.updateUser(entry.key, existing, changes, entry.me, context.importedAt);
  }
  const loser = existing.origin!;
  await ports.noteDisplaced({ loser, userKey: entry.key });
  const won = await ports.displaceUser(entry.key, makeUser(write, context));
  const orphans = won ? existing.tokens.filter((serial) => !serials.includes(serial)) : [];
  for (const serial of orphans) await ports.dropToken(serial, loser);
  return won;
}

function makeUser({ entry, serials }: UserWrite, { importedAt, sealer, from }: IngestContext): User {
  return userItem(entry.record, { origin: entry.me, from }, importedAt, sealer, entry.answers, serials);
}

/** Inserts in batches, all else one by one; returns for each write whether its condition held. */
async function writeAll<W extends { readonly act: string }>(
  ports: IngestPorts,
  writes: readonly W[],
  insertion: (write: W) => Insertion,
  single: (write: Replacing<W>) => Promise<boolean>,
): Promise<Map<W, boolean>> {
  const creations = writes.filter(({ act }) => act === 'create');
  const others = writes.filter((write): write is Replacing<W> => write.act !== 'create');
  const won = creations.length > 0 ? await ports.insert(creations.map(insertion)) : [];
  const results = new Map(creations.map((write, index) => [write, won[index]!]));
  const rest = await mapLimited(others, CONCURRENT_WRITES, single);
  for (const [index, write] of others.entries()) results.set(write, rest[index]!);
  return results;
}

/** Writes the plans. @returns those of which a write failed its condition, to be read again */
async function carryOut(ports: IngestPorts, plans: readonly Plan[], context: IngestContext): Promise<Entry[]> {
  const drops = plans.flatMap(({ entry, drop }) => drop.map((serial) => ({ serial, me: entry.me })));
  await mapLimited(drops, CONCURRENT_WRITES, ({ serial, me }) => ports.dropToken(serial, me));
  const make = ({ record, me, assignee }: TokenWrite) =>
    tokenItem(record, { origin: me, from: context.from }, context.importedAt, context.sealer, assignee);
  const tokens = await writeAll(
    ports,
    plans.flatMap((plan) => plan.tokens),
    (write) => ({ kind: 'token', token: make(write) }),
    (write) => writeToken(ports, write, make(write)),
  );
  const ready = plans.filter((plan) => plan.tokens.every((write) => tokens.get(write)));
  const users = await writeAll(
    ports,
    ready.flatMap(({ user }) => user ?? []),
    (write) => ({ kind: 'user', key: write.entry.key, user: makeUser(write, context) }),
    (write) => writeUser(ports, write, context),
  );
  const done = new Set(ready.filter(({ user }) => !user || users.get(user)));
  return plans.filter((plan) => !done.has(plan)).map(({ entry }) => entry);
}

/**
 * Writes the entries and reports the outcome of each, in their order. A dry run reads where it would write.
 * @throws LandfallError directory.busy (retryable) where others keep changing the same items
 */
export async function ingestEntries(
  ports: IngestPorts,
  entries: readonly Entry[],
  context: IngestContext,
): Promise<ReportLine[]> {
  const lines = new Map<Entry, ReportLine>();
  let pending: readonly Entry[] = entries;
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS) throw transient('directory.busy');
    const holdings = await lookUp(ports, pending);
    const plans = pending.map((entry) => planEntry(entry, holdings, context, userKey));
    for (const { entry, line } of plans) lines.set(entry, line);
    pending = context.dryRun
      ? []
      : await carryOut(
          ports,
          plans.filter((plan) => !isFinal(plan)),
          context,
        );
  }
  return entries.map((entry) => lines.get(entry)!);
}
