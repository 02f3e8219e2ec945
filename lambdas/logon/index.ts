import { completeLogon } from '#adapters/access/logons.ts';
import * as ahead from '#adapters/access/look-ahead.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers, sessionKeys } from '#adapters/aws/keys.ts';
import * as directory from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import * as challenges from '#adapters/operations/challenges.ts';
import { endSession } from '#adapters/operations/sessions.ts';
import * as counters from '#adapters/operations/shared-counters.ts';
import * as throttles from '#adapters/operations/throttles.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { notingAudit, notingLogon } from '../shared/noted.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...directory,
    ...challenges,
    ...ahead,
    ...counters,
    ...throttles,
    completeLogon: notingLogon(completeLogon),
    endSession,
    enqueueMail,
    peppers,
    readSettings,
    sessionKeys,
    writeAudit: notingAudit(writeAudit),
  },
  guards,
);
