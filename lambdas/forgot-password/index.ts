import { writeAudit } from '#adapters/audit.ts';
import * as challenges from '#adapters/challenges.ts';
import * as directory from '#adapters/directory.ts';
import { peppers } from '#adapters/keys.ts';
import { enqueueMail } from '#adapters/mail-queue.ts';
import { readCatalogue } from '#adapters/questions.ts';
import * as recovery from '#adapters/recovery.ts';
import { readSettings } from '#adapters/settings.ts';
import * as throttles from '#adapters/throttles.ts';
import { alarming } from '../alarms.ts';
import { breachPorts } from '../breaches.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
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
});
