import { viewOf } from '#core/migration/record.ts';
import { withOpenDecisions } from '#core/migration/runs/open-decisions.ts';
import type { StartPorts } from '#core/migration/runs/start-run.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { type KnownDeps, known, params, run } from './run.ts';

export const showRun = route({
  id: 'showRun',
  method: 'GET',
  path: '/runs/{id}',
  summary: 'How far a migration is, and what came of it',
  caller: migrating('admin'),
  params,
  answer: { status: 200, means: 'The migration, state by state.', body: { name: 'Run', schema: run } },
  errors: ['run.not_found'],
  handle: async (deps: KnownDeps & Pick<StartPorts, 'readSource' | 'trustedPackers'>, { params: { id } }) => {
    const [record] = await withOpenDecisions(deps, [await known(deps, id)]);
    return { body: viewOf(record!) };
  },
});
