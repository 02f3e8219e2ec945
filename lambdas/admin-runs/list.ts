import * as z from 'zod';
import type * as migrations from '#adapters/runs/index.ts';
import { viewOf } from '#core/migration/record.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { run } from './run.ts';

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  next: z.string().optional(),
});

export const listRuns = route({
  id: 'listRuns',
  method: 'GET',
  path: '/runs',
  summary: 'Migrations, newest first',
  caller: administrator('admin'),
  query: { schema: listQuery, means: { limit: 'Migrations a page', next: 'From the page before' } },
  answer: {
    status: 200,
    means: 'A page of migrations.',
    body: {
      name: 'Runs',
      schema: z.strictObject({ runs: z.array(run), next: z.string().optional() }),
    },
  },
  errors: [],
  handle: async (deps: Pick<typeof migrations, 'listRuns'>, { query }) => {
    const { records, next } = await deps.listRuns(query.limit, query.next);
    return { body: { runs: records.map(viewOf), ...(next === undefined ? {} : { next }) } };
  },
});
