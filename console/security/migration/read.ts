/** Reads migrations, repeatedly while one is running. */
import { at, query } from '../../shared/http/api.ts';
import type { Migration, Migrations } from '../../shared/http/api-types.ts';
import { useResource } from '../../shared/state/resource.ts';
import { isUnderWay } from './next-step.ts';

const LOOK_AGAIN_MS = 1_500;
export const useMigration = (id: string) =>
  useResource<Migration>(`admin/${at('migrations', id)}`, (migration) =>
    isUnderWay(migration) ? LOOK_AGAIN_MS : undefined,
  );

const LIMIT = 25;
/** The path of one page of the list. @param next from the page before it */
export const pathOfPage = (next?: string) => `admin/migrations${query({ limit: LIMIT, next })}`;

/** The newest migrations; read repeatedly while one of them runs. */
export const useMigrations = () =>
  useResource<Migrations>(pathOfPage(), ({ migrations }) =>
    migrations.some(isUnderWay) ? 2 * LOOK_AGAIN_MS : undefined,
  );
