import * as ahead from '#adapters/access/look-ahead.ts';
import { saveToken } from '#adapters/administration/tokens.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers, sessionKeys } from '#adapters/aws/keys.ts';
import * as directory from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import * as challenges from '#adapters/operations/challenges.ts';
import { createSession } from '#adapters/operations/sessions.ts';
import * as counters from '#adapters/operations/shared-counters.ts';
import * as throttles from '#adapters/operations/throttles.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { notingAudit } from '../shared/noted.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...directory,
    ...challenges,
    ...ahead,
    ...counters,
    ...throttles,
    createSession,
    enqueueMail,
    peppers,
    readSettings,
    saveToken,
    sessionKeys,
    writeAudit: notingAudit(writeAudit),
  },
  guards,
);
