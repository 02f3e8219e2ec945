import { removeToken, saveToken, unassignedTokens } from '#adapters/administration/tokens.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers } from '#adapters/aws/keys.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { hit } from '#adapters/operations/throttles.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { givenWayPorts } from '../shared/given-ways.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...givenWayPorts,
    readTokens,
    readUser,
    readSettings,
    peppers,
    saveToken,
    removeToken,
    enqueueMail,
    unassignedTokens,
    hit,
    writeAudit,
  },
  guards,
);
