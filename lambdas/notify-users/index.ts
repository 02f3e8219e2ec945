import { setTimeout as sleep } from 'node:timers/promises';
import { environment } from '#adapters/environment.ts';
import { readUsers } from '#adapters/ingest.ts';
import { sessionKeys } from '#adapters/keys.ts';
import { readQuota, sendMail } from '#adapters/mail.ts';
import {
  commitNotices,
  enterState,
  finishedParts,
  finishState,
  readMigration,
  readReturned,
} from '#adapters/migrations.ts';
import * as notices from '#adapters/notices.ts';
import { readReport } from '#adapters/reports.ts';
import { readSettings } from '#adapters/settings.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...notices,
  enterState,
  finishedParts,
  finishState,
  readMigration,
  readReturned,
  commitNotices,
  readUsers,
  readReport,
  readSettings,
  sessionKeys,
  sendMail,
  readQuota,
  now: Date.now,
  sleep,
  publicOrigin: () => environment('PUBLIC_ORIGIN'),
});
