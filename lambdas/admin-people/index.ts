import { writeAudit } from '#adapters/audit/outbox.ts';
import { readDays, readTotals } from '#adapters/journeys/counters.ts';
import { listPeople } from '#adapters/journeys/lists.ts';
import { peopleSources } from '#adapters/journeys/sources.ts';
import { readState } from '#adapters/journeys/state.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  { writeAudit, readTotals, readDays, readState, listPeople, peopleSources },
  guards,
);
