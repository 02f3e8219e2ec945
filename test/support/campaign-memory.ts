/**
 * The states of an import, one after another, over a directory in memory: compared, planned, previewed, moved, imported, taken back. What
 * the adapters add stands here as they do it; the rules are the product's own.
 */
import { placeOf } from '#core/directory/journey.ts';
import type { Token, User } from '#core/directory/model.ts';
import { renamedUser } from '#core/directory/rename.ts';
import { isTouchedUser } from '#core/directory/touched.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { compareRange } from '#core/migration/comparing/compare-range.ts';
import { type IngestLeaversPorts, ingestLeavers, previewLeavers } from '#core/migration/comparing/ingest-leavers.ts';
import type { DisabledItem } from '#core/migration/comparing/leavers.ts';
import { type Mover, moveUsers } from '#core/migration/comparing/move-users.ts';
import { planRun } from '#core/migration/comparing/plan-run.ts';
import { sortKeys } from '#core/migration/comparing/sort-keys.ts';
import type { Indexed } from '#core/migration/comparing/sorted-keys.ts';
import { verifyPart } from '#core/migration/comparing/verify-part.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import { previewPart } from '#core/migration/preview-part.ts';
import { rangeList, rangesName } from '#core/migration/ranges.ts';
import { rollbackLines } from '#core/migration/rollback/rollback-part.ts';
import type { RollbackMark, RollbackWrites } from '#core/migration/rollback/rollback-plan.ts';
import { isLeavers, type PlannedRun, type PlannedWork, type RunOptions } from '#core/migration/run.ts';
import { workName } from '#core/migration/run-plan.ts';
import { readStoredPart } from '#core/migration/stored-part.ts';
import { sumTotals, type Totals } from '#core/migration/totals.ts';
import { userSealer } from '#core/passwords/hash.ts';
import type { DirectoryMemory } from './directory-memory.ts';
import { plansIn } from './plans.ts';
import { RING, type Stage, stageOn } from './staging.ts';

export type Package = {
  readonly source: string;
  readonly records: readonly ExportRecord[];
  readonly partSize: number;
  readonly full: boolean;
  /** Unix ms. */
  readonly packedAt: number;
  /** A newer one of its source was imported, and it was not asked to correct all the same. */
  readonly older: boolean;
};
export type Ended = { readonly run: string; readonly lines: readonly ReportLine[]; readonly totals: Totals };

const sealer = userSealer(RING);
/** What one range knows of a person another one does not. */
const RANGES = 3;
let runs = 0;
const newId = () => (++runs).toString(16).padStart(32, '0');

const some = <T>(all: ReadonlyMap<string, T>, keys: readonly string[]) =>
  new Map(keys.flatMap((key) => (all.has(key) ? [[key, all.get(key)!] as const] : [])));

/** What the index by source holds of a source. */
function* indexed(store: DirectoryMemory, source: string): Generator<Indexed & { readonly at: string }> {
  for (const [userKey, user] of store.users) {
    const { journey, peopleOf, externalId, tokens } = user;
    if (journey === undefined || user.source !== source) continue;
    if (JSON.stringify({ peopleOf, journey }) !== JSON.stringify(placeOf(source, 'user', userKey)))
      throw new Error(`${userKey} stands elsewhere in the index`);
    yield { kind: 'user', at: journey, userKey, tokens, ...(externalId === undefined ? {} : { externalId }) };
  }
  for (const [serial, token] of store.tokens)
    if (token.journey !== undefined && token.source === source) yield { kind: 'token', at: token.journey, serial };
}

function keep(store: DirectoryMemory, run: string, kind: 'USER' | 'TOKEN', key: string, item: User | Token): void {
  const at = `${run}/${kind}/${key}`;
  if (!store.images.has(at)) store.images.set(at, item);
}

/** As adapters/ingest/moves.ts does it. */
function moveGroup(store: DirectoryMemory, run: PlannedRun, group: readonly Mover[]): boolean {
  const { users, tokens, told } = store;
  const leaves = (key: string) => group.some(({ move }) => move.from === key);
  const asSeen = ({ move, user }: Mover) =>
    users.get(move.from)?.version === user.version && (leaves(move.to) || !users.has(move.to));
  if (!group.every(asSeen)) return false;
  const toldOf = group.map(({ move }) => told.has(move.from));
  for (const { move } of group) {
    users.delete(move.from);
    told.delete(move.from);
  }
  for (const [index, { move, user, tokens: own, by }] of group.entries()) {
    const moved = renamedUser(user, move.from, move.userId, run.importedAt, sealer);
    const follows = { packedAt: run.packedAt, changedBy: by };
    users.set(move.to, { ...moved, ...placeOf(run.sourceName, 'user', move.to), ...follows });
    keep(store, run.migration, 'USER', move.to, user);
    store.persons.set(`${run.sourceName}/${move.externalId}`, move.to);
    if (toldOf[index]) told.add(move.to);
    for (const token of own) {
      keep(store, run.migration, 'TOKEN', token.serial, token);
      tokens.set(token.serial, { ...token, assignee: move.to, changedBy: by, version: token.version + 1 });
    }
  }
  return true;
}

/** As adapters/ingest/leavers.ts does it. */
function disableItems(store: DirectoryMemory, run: string, items: readonly DisabledItem[]): boolean {
  const held = ({ kind, key }: DisabledItem) => (kind === 'user' ? store.users : store.tokens).get(key);
  if (!items.every((item) => held(item)?.version === item.seen.version)) return false;
  for (const item of items) {
    const { kind, key, seen, set } = item;
    keep(store, run, kind === 'user' ? 'USER' : 'TOKEN', key, seen);
    const next = { ...seen, ...set, version: seen.version + 1 };
    if (kind === 'user') store.users.set(key, next as User);
    else store.tokens.set(key, next as Token);
  }
  return true;
}

/** A package on its way through the machine, as a preview or an import. */
class Run {
  readonly id = newId();
  readonly #store: DirectoryMemory;
  readonly #stage: Stage;
  readonly #start: PlannedRun;
  readonly #totals: Totals[] = [];

  private constructor(store: DirectoryMemory, stage: Stage, start: PlannedRun, id: string) {
    this.id = id;
    this.#store = store;
    this.#stage = stage;
    this.#start = start;
  }

  static async of(store: DirectoryMemory, sent: Package, options: RunOptions, dryRun: boolean): Promise<Run> {
    const { source, full, packedAt, older } = sent;
    const id = newId();
    const stage = await stageOn(store, sent.records, { ...sent, run: id });
    const people = [...store.users.values()].filter((user) => user.source === source).length;
    const { run } = stage.input(1, {
      policy: 'correct',
      dryRun,
      options,
      full,
      people,
      older,
      importedAt: packedAt,
    });
    return new Run(store, stage, { ...run, asks: false }, id);
  }

  get #plans() {
    return plansIn(this.#stage.plans);
  }

  async #planned(): Promise<{ readonly run: PlannedRun; readonly work: readonly PlannedWork[] }> {
    const { directory } = this.#store;
    const { readUsers, readTokens, readPersons } = directory;
    const ports = { ...this.#plans, readUsers, readTokens, readPersons };
    const { run } = this.#stage.input(1);
    for (const part of this.#stage.parts) {
      const bytes = await readStoredPart(this.#stage.ports.readRange, run, part);
      const dataKey = Buffer.from(run.wrappedKey, 'base64');
      await verifyPart(ports, { dataKey, packageId: run.packageId, ...part }, bytes, this.#start);
    }
    const store = this.#store;
    const people = async function* (source: string, shard: number) {
      if (shard === 0) yield* indexed(store, source);
    };
    this.#stage.plans.set(rangesName(this.id), rangeList(RANGES));
    await sortKeys({ ...this.#plans, peopleOf: people, now: () => 0 }, this.#start, false, 1);
    for (let number = 0; number < RANGES; number++)
      await compareRange(this.#plans, this.#start, { number, of: RANGES });
    const planned = await planRun(ports, this.#start);
    const text = this.#stage.plans.get(workName(this.id))!;
    const work = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PlannedWork);
    return { run: planned.run, work };
  }

  async #report(run: PlannedRun, work: readonly PlannedWork[], preview: boolean): Promise<Ended> {
    const store = this.#store;
    const { ports, reports } = this.#stage;
    const { readUsers, readTokens } = store.directory;
    const leavers: IngestLeaversPorts = {
      ...ports,
      readUsers,
      readTokens,
      disableItems: async (items, id) => disableItems(store, id, items),
    };
    for (const part of work) {
      if (isLeavers(part)) await (preview ? previewLeavers : ingestLeavers)(leavers, { run, part });
      else await (preview ? previewPart : ingestPart)(ports, { run: { ...run, dryRun: preview }, part });
      const done = await ports.readPart(this.id, preview, part.index);
      this.#totals.push(done!.totals);
    }
    const lines = work.flatMap(({ index }) => reports.get(`${preview}/${index}`)!);
    return { run: this.id, lines, totals: sumTotals(this.#totals) };
  }

  async preview(): Promise<Ended> {
    const { run, work } = await this.#planned();
    return this.#report(run, work, true);
  }

  async import(): Promise<Ended> {
    const store = this.#store;
    const { run, work } = await this.#planned();
    const { readUsers, readTokens } = store.directory;
    const notice = { status: 'sent' as const, migration: run.migration };
    const ports = {
      ...this.#plans,
      readUsers,
      readTokens,
      readNotices: async (keys: readonly string[]) =>
        new Map(keys.filter((key) => store.told.has(key)).map((key) => [key, notice])),
      moveGroup: async (group: readonly Mover[]) => moveGroup(store, run, group),
      enqueueMail: async () => undefined,
      now: () => 0,
    };
    const applyToTouched = run.options?.applyToTouched === true;
    const context = { run: run.migration, source: run.sourceName, applyToTouched, touched: isTouchedUser, until: 1 };
    const { done } = await moveUsers(ports, 0, context);
    if (!done) throw new Error('not all were moved');
    return this.#report(run, work, false);
  }
}

/** What an import of the package would now do: a run of its own. */
export const previewOf = async (store: DirectoryMemory, sent: Package, options: RunOptions = {}): Promise<Ended> =>
  (await Run.of(store, sent, options, true)).preview();
export const importOf = async (store: DirectoryMemory, sent: Package, options: RunOptions = {}): Promise<Ended> =>
  (await Run.of(store, sent, options, false)).import();

function put<T>(all: Map<string, T>, key: string, next: T | undefined): void {
  if (next === undefined) all.delete(key);
  else all.set(key, next);
}

/** Takes an import back. @returns the report */
export async function takeBack(store: DirectoryMemory, { run: of, lines }: Ended, at: number): Promise<ReportLine[]> {
  const marks = new Map<string, RollbackMark>();
  const write = async (_run: string, writes: RollbackWrites): Promise<boolean> => {
    const asSeen =
      writes.users.every(({ key, seen }) => store.users.get(key)?.version === seen?.version) &&
      writes.tokens.every(({ key, seen }) => store.tokens.get(key)?.version === seen?.version) &&
      !writes.marks.some(({ of: item }) => marks.has(item));
    if (!asSeen) return false;
    const told = writes.moves.map(({ from }) => store.told.delete(from));
    for (const [index, { to }] of writes.moves.entries()) if (told[index]) store.told.add(to);
    for (const { key, next } of writes.users) put(store.users, key, next);
    for (const { key, next } of writes.tokens) put(store.tokens, key, next);
    for (const { source, externalId, userKey } of writes.persons)
      put(store.persons, `${source}/${externalId}`, userKey);
    for (const { of: item, mark } of writes.marks) marks.set(item, mark);
    return true;
  };
  const { readUsers, readTokens, readBefore } = store.directory;
  const ports = {
    readPart: async () => undefined,
    readReport: async () => undefined,
    readUsers,
    readTokens,
    readBefore,
    readMarks: async (_run: string, asked: readonly string[]) => some(marks, asked),
    takeBack: write,
    putReport: async () => undefined,
    putPart: async () => undefined,
    now: () => at,
  };
  return rollbackLines(ports, lines, { of, migration: newId(), preview: false });
}
