import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment } from '#adapters/aws/environment.ts';
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { readMailDesign } from '#adapters/directory/mail-texts.ts';
import { somePeople } from '#adapters/directory/people.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { storeLinks } from '#adapters/mail/links.ts';
import { checkSender, readQuota, sendMail } from '#adapters/mail/ses.ts';
import { startCampaignExecution } from '#adapters/runs/campaign-machine.ts';
import {
  commitNotices,
  createRun,
  enterState,
  finishState,
  markStarted,
  noteFacts,
  readReturned,
  readRun,
  sumParts,
} from '#adapters/runs/index.ts';
import { keepLane, releaseLane, takeLane } from '#adapters/runs/lane.ts';
import * as claims from '#adapters/runs/notice-claims.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import { readReport } from '#adapters/runs/reports.ts';
import { notingQuota } from '../shared/noted-quota.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...claims,
  readNotices,
  takeLane,
  keepLane,
  releaseLane,
  enterState,
  sumParts,
  finishState,
  readRun,
  readReturned,
  commitNotices,
  createRun,
  startExecution: startCampaignExecution,
  markStarted,
  noteMailsIn: (run, mailsIn) => noteFacts(run, { mailsIn }),
  readUsers,
  readTokens,
  somePeople,
  readReport,
  readSettings,
  storeLinks,
  readMailDesign,
  sendMail,
  readQuota: notingQuota(readQuota),
  checkSender,
  newToken: randomUUID,
  now: Date.now,
  sleep,
  publicOrigin: () => environment('PUBLIC_ORIGIN'),
});
