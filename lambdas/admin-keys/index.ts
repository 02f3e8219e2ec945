import { exportPublicKey } from '#adapters/aws/keys.ts';
import { addPacker, removePacker, trustedPackers } from '#adapters/directory/packers.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    exportPublicKey,
    trustedPackers,
    addPacker,
    removePacker,
    writeAudit,
  },
  guards,
);
