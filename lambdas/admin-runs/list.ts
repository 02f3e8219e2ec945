import * as z from 'zod';
import type * as migrations from '#adapters/runs/index.ts';
import { type RunRecord, viewOf } from '#core/migration/record.ts';
import { withOpenDecisions } from '#core/migration/runs/open-decisions.ts';
import type { StartPorts } from '#core/migration/runs/start-run.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { pageMark } from '../route/shapes.ts';
import { run } from './run.ts';

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  next: pageMark.optional(),
  source: z.string().min(1).max(100).optional(),
  waiting: z.literal('yes').optional(),
});

type Query = z.output<typeof listQuery>;
type Deps = Pick<typeof migrations, 'listRuns'> & Pick<StartPorts, 'readSource' | 'trustedPackers'>;
const LOOKED_AT = 1_000;

const fits = ({ source, mailing, waitsFor = [] }: RunRecord, query: Query): boolean =>
  (query.source === undefined || (source?.deployment ?? mailing?.audience.source) === query.source) &&
  (query.waiting === undefined || waitsFor.length > 0);

/** A page of those that fit: what is looked at for one answer is bounded, so that it may hold fewer and yet have a next one. */
async function pageOf(deps: Deps, query: Query) {
  const filtered = query.source !== undefined || query.waiting !== undefined;
  const found: RunRecord[] = [];
  let next = query.next;
  for (let looked = 0; looked < LOOKED_AT; ) {
    const page = await deps.listRuns(query.limit - found.length, next);
    const records = await withOpenDecisions(deps, page.records);
    found.push(...records.filter((record) => fits(record, query)));
    looked += page.records.length;
    next = page.next;
    if (next === undefined || found.length === query.limit || !filtered) break;
  }
  return { records: found, next };
}

export const listRuns = route({
  id: 'listRuns',
  method: 'GET',
  path: '/runs',
  summary: 'Runs, newest first',
  caller: migrating('admin'),
  query: {
    schema: listQuery,
    means: {
      limit: 'Runs a page, at most: with a filter a page may hold fewer and yet have a `next`',
      next: 'From the page before',
      source: 'Only of this source',
      waiting: '`yes`: only those that wait for a super-admin',
    },
  },
  answer: {
    status: 200,
    means: 'A page of runs.',
    body: {
      name: 'Runs',
      schema: z.strictObject({ runs: z.array(run), next: z.string().optional() }),
    },
  },
  errors: [],
  handle: async (deps: Deps, { query }) => {
    const { records, next } = await pageOf(deps, query);
    return { body: { runs: records.map(viewOf), ...(next === undefined ? {} : { next }) } };
  },
});
