import { readAdministrators } from '#adapters/administration/administrators.ts';
import { findByEmail, findByPrefix, findBySerial, listUsers, saveUser } from '#adapters/administration/users.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers } from '#adapters/aws/keys.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { readSessions } from '#adapters/operations/sessions.ts';
import { hit } from '#adapters/operations/throttles.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { breachPorts } from '../shared/breaches.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...breachPorts,
    readUser,
    readSessions,
    readAdministrators,
    readTokens,
    findByEmail,
    findByPrefix,
    listUsers,
    findBySerial,
    readSettings,
    peppers,
    saveUser,
    enqueueMail,
    hit,
    writeAudit,
  },
  guards,
);
