import { writeAudit } from '#adapters/audit.ts';
import * as directory from '#adapters/directory.ts';
import { peppers, sessionKeys } from '#adapters/keys.ts';
import { createSession } from '#adapters/sessions.ts';
import { readSettings } from '#adapters/settings.ts';
import * as throttles from '#adapters/throttles.ts';
import { saveToken } from '#adapters/tokens.ts';
import { requireUser } from '../actor.ts';
import { alarming } from '../alarms.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...directory,
  ...throttles,
  createSession,
  peppers,
  readSettings,
  requireUser,
  saveToken,
  sessionKeys,
  writeAudit: alarming(writeAudit),
});
