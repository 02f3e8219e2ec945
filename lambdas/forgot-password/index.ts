import * as ahead from '#adapters/access/look-ahead.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers } from '#adapters/aws/keys.ts';
import * as directory from '#adapters/directory/index.ts';
import { setPassword } from '#adapters/directory/index.ts';
import { readCatalogue } from '#adapters/directory/questions.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import * as challenges from '#adapters/operations/challenges.ts';
import * as recovery from '#adapters/operations/recovery.ts';
import * as counters from '#adapters/operations/shared-counters.ts';
import * as throttles from '#adapters/operations/throttles.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { breachPorts } from '../shared/breaches.ts';
import { noting, notingAudit } from '../shared/noted.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...breachPorts,
    ...directory,
    ...challenges,
    ...recovery,
    ...ahead,
    ...counters,
    ...throttles,
    setPassword: noting(
      setPassword,
      (...[, , , , entries]) => entries,
      (user) => user !== undefined,
    ),
    enqueueMail,
    peppers,
    readCatalogue,
    readSettings,
    writeAudit: notingAudit(writeAudit),
  },
  guards,
);
