/** Reads runs and sources, repeatedly while something is under way. */
import { at, query } from '../../shared/http/api.ts';
import type { Run, Runs, Sources } from '../../shared/http/api-types.ts';
import { useResource } from '../../shared/state/resource.ts';
import { isUnderWay } from './next-step.ts';

const LOOK_AGAIN_MS = 1_500;
/** Under way, or about to start by itself. */
const isMoving = (run: Run) => isUnderWay(run) || run.status === 'queued';

export const useRun = (id: string) =>
  useResource<Run>(`admin/${at('runs', id)}`, (run) => (isMoving(run) ? LOOK_AGAIN_MS : undefined));

const LIMIT = 50;
/** The path of one page of the list. @param next from the page before it */
export const pathOfPage = (next?: string) => `admin/runs${query({ limit: LIMIT, next })}`;

/** The newest runs; read repeatedly while one of them moves. @param wanted false: not read at all */
export const useRuns = (wanted = true) =>
  useResource<Runs>(wanted ? pathOfPage() : undefined, ({ runs }) =>
    runs.some(isMoving) ? 2 * LOOK_AGAIN_MS : undefined,
  );

/** The sources; read repeatedly while one of them is written to. @param wanted false: not read at all */
export const useSources = (wanted = true) =>
  useResource<Sources>(wanted ? 'admin/sources' : undefined, ({ sources }) =>
    sources.some(({ writer, queued }) => writer !== undefined || queued.length > 0) ? 2 * LOOK_AGAIN_MS : undefined,
  );
