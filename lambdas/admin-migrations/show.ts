import { viewOf } from '#core/migration/record.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { type KnownDeps, known, migration, params } from './migration.ts';

export const showMigration = route({
  id: 'showMigration',
  method: 'GET',
  path: '/migrations/{id}',
  summary: 'How far a migration is, and what came of it',
  caller: administrator('admin'),
  params,
  answer: { status: 200, means: 'The migration, state by state.', body: { name: 'Migration', schema: migration } },
  errors: ['migration.not_found'],
  handle: async (deps: KnownDeps, { params: { id } }) => ({ body: viewOf(await known(deps, id)) }),
});
