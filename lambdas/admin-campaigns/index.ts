import { writeAudit } from '#adapters/audit/outbox.ts';
import { environment } from '#adapters/aws/environment.ts';
import { readUser } from '#adapters/directory/index.ts';
import { readUsers } from '#adapters/directory/lookups.ts';
import { readMailDesign } from '#adapters/directory/mail-texts.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { storeLinks } from '#adapters/mail/links.ts';
import { checkSender, readMailAccount, readQuota, sendMail } from '#adapters/mail/ses.ts';
import { startCampaignExecution } from '#adapters/runs/campaign-machine.ts';
import { changeCampaign, listCampaigns, putAudience } from '#adapters/runs/campaigns.ts';
import { createRun, markStarted, readRun } from '#adapters/runs/index.ts';
import { claimNotice, settleNotice } from '#adapters/runs/notice-claims.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import { readSource } from '#adapters/runs/sources.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { campaignMails } from '../shared/campaign-mail.ts';
import { routes } from './routes.ts';

const mailDeps = {
  storeLinks,
  readMailDesign,
  sendMail,
  publicOrigin: () => environment('PUBLIC_ORIGIN'),
  now: Date.now,
};

export const handler = serve(
  routes,
  {
    readUser,
    readUsers,
    readSettings,
    readRun,
    readSource,
    readNotices,
    claimNotice,
    settleNotice,
    readQuota,
    readMailAccount,
    checkSender,
    putAudience,
    createRun,
    changeCampaign,
    listCampaigns,
    startExecution: startCampaignExecution,
    markStarted,
    mailTo: async (user, kind) => {
      const mails = await campaignMails(mailDeps, (await readSettings()).settings);
      await mails.prepare([user]);
      return mails.mailTo(user, kind);
    },
    writeAudit,
  },
  guards,
);
