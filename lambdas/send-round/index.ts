import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment } from '#adapters/aws/environment.ts';
import { tell } from '#adapters/aws/events.ts';
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { readMailDesign } from '#adapters/directory/mail-texts.ts';
import { somePeople } from '#adapters/directory/people.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { storeLinks } from '#adapters/mail/links.ts';
import { checkSender, readQuota, sendMail } from '#adapters/mail/ses.ts';
import { startCampaignExecution } from '#adapters/runs/campaign-machine.ts';
import { progressCampaign, readAudience } from '#adapters/runs/campaigns.ts';
import { readReturned, readRun } from '#adapters/runs/index.ts';
import { keepLane, releaseLane, takeLane } from '#adapters/runs/lane.ts';
import * as claims from '#adapters/runs/notice-claims.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import { listSources } from '#adapters/runs/sources.ts';
import { notingQuota } from '../shared/noted-quota.ts';
import { peopleHere } from '../shared/people-here.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...claims,
  readNotices,
  takeLane,
  keepLane,
  releaseLane,
  readRun,
  readReturned,
  readUsers,
  readTokens,
  readSettings,
  readQuota: notingQuota(readQuota),
  readAudience,
  listSources,
  somePeople,
  countPeople: peopleHere,
  progress: progressCampaign,
  startExecution: startCampaignExecution,
  storeLinks,
  readMailDesign,
  sendMail,
  tell,
  checkSender,
  newToken: randomUUID,
  now: Date.now,
  sleep,
  publicOrigin: () => environment('PUBLIC_ORIGIN'),
});
