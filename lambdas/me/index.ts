import * as ahead from '#adapters/access/look-ahead.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers, sessionKeys } from '#adapters/aws/keys.ts';
import * as directory from '#adapters/directory/index.ts';
import { readCatalogue } from '#adapters/directory/questions.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { createSession, endSession, readSessions } from '#adapters/operations/sessions.ts';
import * as counters from '#adapters/operations/shared-counters.ts';
import * as throttles from '#adapters/operations/throttles.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { breachPorts } from '../shared/breaches.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...breachPorts,
    ...directory,
    ...ahead,
    ...counters,
    ...throttles,
    createSession,
    endSession,
    readSessions,
    enqueueMail,
    peppers,
    readCatalogue,
    readSettings,
    sessionKeys,
    writeAudit,
  },
  guards,
);
