/**
 * The one-time upgrade of what releases before have stored. It reads the directory from end to end, in segments, and may be cut off
 * anywhere: where each segment stands is kept, and an item that is done is not done again.
 */
import { mapLimited } from '#core/concurrency.ts';
import type { SourceExport } from '#core/directory/items.ts';
import type { Followed, Token } from '#core/directory/model.ts';
import { transient } from '#core/errors.ts';
import type { RunRecord } from '#core/migration/record.ts';
import {
  type EarlierUser,
  type Exports,
  UNKNOWN_SOURCE,
  type UserFollows,
  upgradeToken,
  upgradeUser,
} from './follow.ts';

/** Raised where a release needs the whole directory once more. */
export const UPGRADE_VERSION = 1;
/** Parts of the directory that are read beside each other. */
export const SEGMENTS = 4;
const CONCURRENT_WRITES = 16;
const MAX_ROUNDS = 5;
/** An execution that an earlier release began, and that has not been heard of for a day, is over. */
const FORGOTTEN_MS = 24 * 3_600_000;
const RUNS_A_PAGE = 100;

export type UpgradeState = {
  readonly version: number;
  /** Unix ms. */
  readonly startedAt: number;
  /** Where each goes on, as the engine names it; `done` at its end. */
  readonly segments: Readonly<Record<string, string>>;
  readonly endedAt?: number;
};
export type Found =
  | { readonly kind: 'user'; readonly key: string; readonly user: EarlierUser }
  | { readonly kind: 'token'; readonly token: Token };
/** `damaged`: items that can't be read as what they should be. */
export type FoundPage = { readonly found: readonly Found[]; readonly damaged: number; readonly next?: string };
export type FoundSource = {
  readonly name: string;
  readonly kind: 'external' | 'internal';
  /** Run ids: of the first and the last import. */
  readonly firstRun: string;
  readonly newestRun: string;
  /** Unix ms. */
  readonly newestPackedAt: number;
};

export type UpgradePorts = {
  readUpgrade(): Promise<UpgradeState | undefined>;
  /** Begins it where none of this version has been begun. */
  beginUpgrade(now: number): Promise<void>;
  saveSegment(segment: number, progress: string): Promise<void>;
  endUpgrade(now: number): Promise<void>;
  listRuns(limit: number, next?: string): Promise<{ records: readonly RunRecord[]; next?: string }>;
  /** What is there already, of an import of today's release, stays. */
  putSource(source: FoundSource): Promise<void>;
  readSegment(segment: number, from?: string): Promise<FoundPage>;
  /** The item as it is now. */
  readAgain(found: Found): Promise<Found | undefined>;
  /** Only while the item is the one that was seen; its version rises. */
  follow(found: Found, set: Followed | UserFollows): Promise<boolean>;
};
/** `waits`: an import that an earlier release began is under way. */
export type UpgradeResult = {
  readonly done: boolean;
  readonly waits?: true;
  readonly upgraded: number;
  readonly damaged: number;
};

async function allRuns(ports: UpgradePorts): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  let next: string | undefined;
  do {
    const page = await ports.listRuns(RUNS_A_PAGE, next);
    runs.push(...page.records);
    next = page.next;
  } while (next !== undefined);
  return runs;
}

/** Imports alone: a preview has brought nothing. Of releases before, whose record a later preview may have overwritten, too. */
const imports = (runs: readonly RunRecord[]) =>
  runs.flatMap((run) => (run.source && run.importedAt !== undefined ? [{ ...run, source: run.source }] : []));

export const exportsOf = (runs: readonly RunRecord[]): Exports =>
  new Map(
    imports(runs).map(({ id, source }): [string, SourceExport] => [
      id,
      { source: source.deployment, packedAt: Date.parse(source.packedAt) },
    ]),
  );

/** Each deployment whose packages were imported. */
export function sourcesOf(runs: readonly RunRecord[]): FoundSource[] {
  const sources = new Map<string, FoundSource>();
  const inOrder = imports(runs).sort((a, b) => a.importedAt! - b.importedAt!);
  for (const { id, source } of inOrder) {
    const { deployment: name, kind } = source;
    const packedAt = Date.parse(source.packedAt);
    const known = sources.get(name) ?? { name, kind, firstRun: id, newestRun: id, newestPackedAt: packedAt };
    sources.set(name, { ...known, kind, newestRun: id, newestPackedAt: Math.max(packedAt, known.newestPackedAt) });
  }
  return [...sources.values()];
}

/**
 * Whether an execution may still write items that lack their source, behind the back of a segment that is done: one that is past
 * ReadManifest, which waits for the upgrade today, and has users to write.
 */
const underWay = (runs: readonly RunRecord[], { startedAt }: UpgradeState, now: number): boolean =>
  runs.some(
    (run) =>
      run.status === 'running' &&
      run.kind === 'import' &&
      run.states.ReadManifest?.finishedAt !== undefined &&
      run.states.CheckRejects?.finishedAt === undefined &&
      run.startedAt < startedAt &&
      run.startedAt > now - FORGOTTEN_MS,
  );

/** @returns whether the item was changed @throws LandfallError directory.busy (retryable) where others keep changing it */
async function upgradeOne(ports: UpgradePorts, exports: Exports, first: Found): Promise<Followed | undefined> {
  let found: Found | undefined = first;
  for (let round = 0; found && round < MAX_ROUNDS; round++) {
    const set =
      found.kind === 'user' ? upgradeUser(found.user, found.key, exports) : upgradeToken(found.token, exports);
    if (!set || (await ports.follow(found, set))) return set;
    found = await ports.readAgain(found);
  }
  if (found) throw transient('directory.busy');
  return undefined;
}

type Counts = { upgraded: number; damaged: number };

async function upgradeSegment(
  ports: UpgradePorts,
  exports: Exports,
  { segment, from, counts }: { segment: number; from: string | undefined; counts: Counts },
  mayGoOn: () => boolean,
): Promise<boolean> {
  let next = from;
  while (mayGoOn()) {
    const page: FoundPage = await ports.readSegment(segment, next);
    const set = await mapLimited(page.found, CONCURRENT_WRITES, (found) => upgradeOne(ports, exports, found));
    const unknown = page.found[set.findIndex((one) => one?.source === UNKNOWN_SOURCE)];
    if (unknown) await ports.putSource(unknownSource(unknown));
    counts.upgraded += set.filter((one) => one !== undefined).length;
    counts.damaged += page.damaged;
    next = page.next;
    await ports.saveSegment(segment, next ?? 'done');
    if (next === undefined) return true;
  }
  return false;
}

function unknownSource(found: Found): FoundSource {
  const run = (found.kind === 'user' ? found.user : found.token).origin!.migration;
  return { name: UNKNOWN_SOURCE, kind: 'external', firstRun: run, newestRun: run, newestPackedAt: 0 };
}

/**
 * Goes on with the upgrade, or begins it, until it has ended or its time is up.
 * @param until Unix ms: no page of a segment is begun after it
 */
export async function upgrade(ports: UpgradePorts, clock: { now(): number }, until: number): Promise<UpgradeResult> {
  const counts: Counts = { upgraded: 0, damaged: 0 };
  await ports.beginUpgrade(clock.now());
  const state = (await ports.readUpgrade())!;
  if (state.endedAt !== undefined) return { done: true, ...counts };
  const runs = await allRuns(ports);
  if (underWay(runs, state, clock.now())) return { done: false, waits: true, ...counts };
  for (const source of sourcesOf(runs)) await ports.putSource(source);
  const exports = exportsOf(runs);
  const open = Array.from({ length: SEGMENTS }, (_, segment) => ({ segment, from: state.segments[segment] })).filter(
    ({ from }) => from !== 'done',
  );
  const mayGoOn = () => clock.now() < until;
  const ends = await mapLimited(open, SEGMENTS, ({ segment, from }) =>
    upgradeSegment(ports, exports, { segment, from, counts }, mayGoOn),
  );
  const done = ends.every(Boolean);
  if (done) await ports.endUpgrade(clock.now());
  return { done, ...counts };
}
