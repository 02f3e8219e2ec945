import type { Migration } from '../../../shared/http/api-types.ts';

/** The migration that was started last: the list is in the order in which packages first came, and one may be run again. */
export const newest = <M extends Pick<Migration, 'startedAt'>>(migrations: readonly M[]): M | undefined =>
  migrations.reduce<M | undefined>(
    (last, migration) => (last && last.startedAt >= migration.startedAt ? last : migration),
    undefined,
  );
