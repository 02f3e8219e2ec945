import * as z from 'zod';
import type * as migrations from '#adapters/migrations/index.ts';
import { viewOf } from '#core/migration/record.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { migration } from './migration.ts';

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  next: z.string().optional(),
});

export const listMigrations = route({
  id: 'listMigrations',
  method: 'GET',
  path: '/migrations',
  summary: 'Migrations, newest first',
  caller: administrator('admin'),
  query: { schema: listQuery, means: { limit: 'Migrations a page', next: 'From the page before' } },
  answer: {
    status: 200,
    means: 'A page of migrations.',
    body: {
      name: 'Migrations',
      schema: z.strictObject({ migrations: z.array(migration), next: z.string().optional() }),
    },
  },
  errors: [],
  handle: async (deps: Pick<typeof migrations, 'listMigrations'>, { query }) => {
    const { records, next } = await deps.listMigrations(query.limit, query.next);
    return { body: { migrations: records.map(viewOf), ...(next === undefined ? {} : { next }) } };
  },
});
