import { saveToken } from '#adapters/administration/tokens.ts';
import { peppers, sessionKeys } from '#adapters/aws/keys.ts';
import * as directory from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
import { createSession } from '#adapters/operations/sessions.ts';
import * as throttles from '#adapters/operations/throttles.ts';
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
