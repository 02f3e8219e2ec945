/** Looks at the directory when an attempt of a run begins, and when it has written: what the model is asked about. */
import type { Table } from '#test/support/campaign-words.ts';
import type { PlayWorld as World } from './around.ts';
import type { Item } from './invariants/final.ts';

export type Watched = {
  readonly run: string;
  readonly generation: number;
  /** Unix ms. */
  readonly at: number;
  readonly before: Table;
  /** The newest export of its source that was imported before, Unix ms. */
  readonly newest: number;
  readonly settings: Item | undefined;
  /** Absent: it has not ended. */
  readonly end?: { readonly at: number; readonly after: Table; readonly settings: Item | undefined };
};
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Input = { readonly migration?: string; readonly run?: { readonly migration?: string } };

const settingsIn = (world: World): Item | undefined =>
  (world.items('directory') as readonly Item[]).find(({ pk }) => pk === 'SETTINGS');
const runIn = (world: World, id: string): Item | undefined =>
  (world.items('operations') as readonly Item[]).find(({ pk, sk }) => pk === `MIGRATION#${id}` && sk === 'MIGRATION');

/** @param view the directory in the model's words */
export function watchRuns(world: World, view: () => Table): readonly Watched[] {
  const watched: Mutable<Watched>[] = [];
  /** Those that have written and were not looked at since. */
  const look = (): void => {
    for (const one of watched) {
      if (one.end) continue;
      const {
        status,
        states = {},
        generation,
      } = (runIn(world, one.run) ?? {}) as unknown as {
        status?: string;
        generation?: number;
        states?: Record<string, { status: string }>;
      };
      const written = states['CheckRejects']?.status === 'succeeded' || status === 'succeeded' || status === 'waiting';
      if (written && generation === one.generation)
        one.end = { at: world.scheduler.now(), after: view(), settings: settingsIn(world) };
    }
  };
  world.onExecution(({ name, input }, what) => {
    look();
    if (what === 'ends') return;
    const given = JSON.parse(input) as Input;
    const id = given.migration ?? given.run?.migration;
    const run = id === undefined ? undefined : runIn(world, id);
    if (!run || run['kind'] === 'campaign' || name.includes('-mail-')) return;
    const generation = Number(run['generation']);
    if (watched.some((one) => one.run === id && one.generation === generation)) return;
    const source = (run['source'] as { deployment?: string } | undefined)?.deployment;
    const known = (world.items('operations') as readonly Item[]).find(
      ({ pk, sk }) => pk === `SOURCE#${source}` && sk === 'SOURCE',
    );
    watched.push({
      run: id!,
      generation,
      at: world.scheduler.now(),
      before: view(),
      newest: Number(known?.['newestPackedAt'] ?? 0),
      settings: settingsIn(world),
    });
  });
  return watched;
}
