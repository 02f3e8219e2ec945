import { setTimeout as sleep } from 'node:timers/promises';
import { environment } from '#adapters/aws/environment.ts';
import { sessionKeys } from '#adapters/aws/keys.ts';
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { somePeople } from '#adapters/directory/people.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { checkSender, readQuota, sendMail } from '#adapters/mail/ses.ts';
import { commitNotices, enterState, finishedParts, finishState, readReturned, readRun } from '#adapters/runs/index.ts';
import * as notices from '#adapters/runs/notices.ts';
import { readReport } from '#adapters/runs/reports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...notices,
  enterState,
  finishedParts,
  finishState,
  readRun,
  readReturned,
  commitNotices,
  readUsers,
  readTokens,
  somePeople,
  readReport,
  readSettings,
  sessionKeys,
  sendMail,
  readQuota,
  checkSender,
  now: Date.now,
  sleep,
  publicOrigin: () => environment('PUBLIC_ORIGIN'),
});
