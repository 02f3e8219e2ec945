/** Migrations as the API tells of them; read again and again while one is under way. */
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
/** The path of a page of the list. @param next as the page before it says */
export const pathOfPage = (next?: string) => `admin/migrations${query({ limit: LIMIT, next })}`;

/** The newest; looked at again while one of them runs. */
export const useMigrations = () =>
  useResource<Migrations>(pathOfPage(), ({ migrations }) =>
    migrations.some(isUnderWay) ? 2 * LOOK_AGAIN_MS : undefined,
  );
