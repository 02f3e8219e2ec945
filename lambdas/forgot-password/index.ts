import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers } from '#adapters/aws/keys.ts';
import * as directory from '#adapters/directory/index.ts';
import { readCatalogue } from '#adapters/directory/questions.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import * as challenges from '#adapters/operations/challenges.ts';
import * as recovery from '#adapters/operations/recovery.ts';
import * as throttles from '#adapters/operations/throttles.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { alarming } from '../shared/alarms.ts';
import { breachPorts } from '../shared/breaches.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...breachPorts,
    ...directory,
    ...challenges,
    ...recovery,
    ...throttles,
    enqueueMail,
    peppers,
    readCatalogue,
    readSettings,
    writeAudit: alarming(writeAudit),
  },
  guards,
);
