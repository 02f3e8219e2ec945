import type { Run } from '../../../shared/http/api-types.ts';

/** The migration that was started last. The list is in the order in which packages were first started, and an old one may be run again. */
export const newest = <M extends Pick<Run, 'startedAt'>>(runs: readonly M[]): M | undefined =>
  runs.reduce<M | undefined>(
    (last, migration) => (last && last.startedAt >= migration.startedAt ? last : migration),
    undefined,
  );
