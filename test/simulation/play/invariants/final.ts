/** The world after all has come to rest: plain items, and lists by what they are. */
import type { Stage } from '../stage.ts';
import type { Watched } from '../watch.ts';

export type Item = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };
export const TABLES = ['directory', 'operations', 'journeys', 'search', 'audit', 'auditOutbox'] as const;
export type Final = Readonly<Record<(typeof TABLES)[number], readonly Item[]>> & {
  readonly stage: Stage;
  readonly watched: readonly Watched[];
  readonly users: readonly Item[];
  readonly tokens: readonly Item[];
  /** Records of runs and campaigns. */
  readonly runs: readonly Item[];
  readonly notices: readonly Item[];
  /** Unix milliseconds. */
  readonly now: number;
};
/** What is wrong: the invariant's name first, then which items. */
export type Invariant = (final: Final) => readonly string[];

export function finalOf(stage: Stage, watched: readonly Watched[]): Final {
  const { world } = stage;
  const items = (table: (typeof TABLES)[number]) => world.items(table) as readonly Item[];
  const [directory, operations] = [items('directory'), items('operations')];
  const sorted = (all: readonly Item[], kind: string) => all.filter(({ sk }) => sk === kind);
  return {
    directory,
    operations,
    journeys: items('journeys'),
    search: items('search'),
    audit: items('audit'),
    auditOutbox: items('auditOutbox'),
    stage,
    watched,
    users: sorted(directory, 'USER'),
    tokens: sorted(directory, 'TOKEN'),
    runs: sorted(operations, 'MIGRATION'),
    notices: sorted(operations, 'NOTICE'),
    now: world.scheduler.now(),
  };
}
export const keyOf = ({ pk }: Item): string => pk.slice(pk.indexOf('#') + 1);
export const brief = (item: unknown): string => JSON.stringify(item)?.slice(0, 700) ?? 'undefined';
