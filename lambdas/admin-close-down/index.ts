import { saveUser } from '#adapters/administration/users.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { readUser } from '#adapters/directory/index.ts';
import { trustedPackers } from '#adapters/directory/packers.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { readTotals } from '#adapters/journeys/counters.ts';
import { peopleSources } from '#adapters/journeys/sources.ts';
import { readState } from '#adapters/journeys/state.ts';
import { isUsed, listUses, markDisabledThere } from '#adapters/journeys/uses.ts';
import { hasBeforeImages } from '#adapters/runs/before-images.ts';
import { countPackages } from '#adapters/runs/exports.ts';
import { listRuns } from '#adapters/runs/index.ts';
import { queuedRuns, readSource } from '#adapters/runs/sources.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    writeAudit,
    readUser,
    saveUser,
    readSettings,
    trustedPackers,
    readTotals,
    readState,
    peopleSources,
    listUses,
    isUsed,
    markDisabledThere,
    readSource,
    queuedRuns,
    listRuns,
    countPackages,
    hasBeforeImages,
  },
  guards,
);
