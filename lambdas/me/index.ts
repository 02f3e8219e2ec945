import { writeAudit } from '#adapters/audit.ts';
import * as directory from '#adapters/directory.ts';
import { peppers, sessionKeys } from '#adapters/keys.ts';
import { enqueueMail } from '#adapters/mail-queue.ts';
import { readCatalogue } from '#adapters/questions.ts';
import { createSession } from '#adapters/sessions.ts';
import { readSettings } from '#adapters/settings.ts';
import * as throttles from '#adapters/throttles.ts';
import { requireUser } from '../actor.ts';
import { breachPorts } from '../breaches.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...breachPorts,
  ...directory,
  ...throttles,
  createSession,
  enqueueMail,
  peppers,
  readCatalogue,
  readSettings,
  requireUser,
  sessionKeys,
  writeAudit,
});
