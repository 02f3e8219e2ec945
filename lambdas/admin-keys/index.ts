import { writeAudit } from '#adapters/audit/outbox.ts';
import { exportPublicKey } from '#adapters/aws/keys.ts';
import { addPacker, readPacker, removePacker, trustedPackers } from '#adapters/directory/packers.ts';
import { listRuns, readRun } from '#adapters/runs/index.ts';
import { listSources, queuedRuns, unqueue } from '#adapters/runs/sources.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    exportPublicKey,
    trustedPackers,
    addPacker,
    readPacker,
    removePacker,
    listSources,
    queuedRuns,
    unqueue,
    listRuns,
    readRun,
    writeAudit,
  },
  guards,
);
