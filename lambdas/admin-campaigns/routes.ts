/** Telling users what to do: campaigns, one user again, a test to oneself, and what the mail service allows. */
import { endCampaign, holdCampaign, resumeCampaign } from './act.ts';
import { listCampaigns } from './list.ts';
import { showMailAccount } from './mail-account.ts';
import { showCampaign } from './show.ts';
import { startCampaign } from './start.ts';
import { tellUser } from './tell.ts';
import { testCampaign } from './test-mail.ts';
import { markTold } from './told.ts';

export const routes = [
  listCampaigns,
  startCampaign,
  testCampaign,
  showCampaign,
  holdCampaign,
  resumeCampaign,
  endCampaign,
  tellUser,
  showMailAccount,
  markTold,
];
