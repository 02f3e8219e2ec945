/** The list of all runs, by source. */
import type { Run, Source } from '../../../shared/http/api-types.ts';

export type SourceRuns<R extends Listed, S extends Known> = {
  readonly name: string;
  /** Undefined until something of it has been imported. */
  readonly source: S | undefined;
  readonly runs: readonly R[];
};
type Listed = Pick<Run, 'source' | 'startedAt' | 'kind' | 'audience'>;

/** A campaign to the people of one source is among that source's runs. */
const sourceNameOf = ({ source, audience }: Listed): string | undefined => source?.deployment ?? audience?.source;
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
  const unread = newestFirst.filter((run) => sourceNameOf(run) === undefined && run.kind !== 'campaign');
  for (const run of newestFirst) {
    const name = sourceNameOf(run);
    // A campaign to all sources is on the page of campaigns.
    if (name === undefined) continue;
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
