/** Reads runs, repeatedly while one is running. */
import { at, query } from '../../shared/http/api.ts';
import type { Run, Runs } from '../../shared/http/api-types.ts';
import { useResource } from '../../shared/state/resource.ts';
import { isUnderWay } from './next-step.ts';

const LOOK_AGAIN_MS = 1_500;
export const useRun = (id: string) =>
  useResource<Run>(`admin/${at('runs', id)}`, (migration) => (isUnderWay(migration) ? LOOK_AGAIN_MS : undefined));

const LIMIT = 25;
/** The path of one page of the list. @param next from the page before it */
export const pathOfPage = (next?: string) => `admin/runs${query({ limit: LIMIT, next })}`;

/** The newest runs; read repeatedly while one of them runs. */
export const useRuns = () =>
  useResource<Runs>(pathOfPage(), ({ runs }) => (runs.some(isUnderWay) ? 2 * LOOK_AGAIN_MS : undefined));
