import { writeAudit } from '#adapters/audit.ts';
import * as challenges from '#adapters/challenges.ts';
import * as directory from '#adapters/directory.ts';
import { peppers, sessionKeys } from '#adapters/keys.ts';
import { enqueueMail } from '#adapters/mail-queue.ts';
import { createSession } from '#adapters/sessions.ts';
import { readSettings } from '#adapters/settings.ts';
import * as throttles from '#adapters/throttles.ts';
import { alarming } from '../alarms.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...directory,
  ...challenges,
  ...throttles,
  createSession,
  enqueueMail,
  peppers,
  readSettings,
  sessionKeys,
  writeAudit: alarming(writeAudit),
});
