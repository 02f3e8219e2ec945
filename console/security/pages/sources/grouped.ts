/** The list of all runs, by source. */
import type { Run, Source } from '../../../shared/http/api-types.ts';

export type SourceRuns<R extends Listed, S extends Known> = {
  readonly name: string;
  /** Undefined until something of it has been imported. */
  readonly source: S | undefined;
  readonly runs: readonly R[];
};
type Listed = Pick<Run, 'source' | 'startedAt'>;
type Known = Pick<Source, 'name'>;

/**
 * Each source with its runs, in the order of the newest run of each; behind them sources whose runs are not loaded yet.
 * @param runs in any order @returns `unread`: runs of packages whose description could not be read
 */
export function bySource<R extends Listed, S extends Known>(
  sources: readonly S[],
  runs: readonly R[],
): { readonly sources: readonly SourceRuns<R, S>[]; readonly unread: readonly R[] } {
  const names = new Map<string, R[]>();
  const newestFirst = runs.toSorted((a, b) => b.startedAt - a.startedAt);
  const unread = newestFirst.filter(({ source }) => !source);
  for (const run of newestFirst) {
    if (!run.source) continue;
    const name = run.source.deployment;
    names.set(name, [...(names.get(name) ?? []), run]);
  }
  for (const { name } of sources) if (!names.has(name)) names.set(name, []);
  const grouped = [...names].map(([name, of]) => ({
    name,
    source: sources.find((known) => known.name === name),
    runs: of,
  }));
  return { sources: grouped, unread };
}
