import { readSettings } from '#adapters/directory/settings.ts';
import { startCampaignExecution } from '#adapters/runs/campaign-machine.ts';
import { listCampaigns } from '#adapters/runs/campaigns.ts';
import { createRun, listRuns, markStarted, readRun } from '#adapters/runs/index.ts';
import { listSources } from '#adapters/runs/sources.ts';
import { writerPorts } from '../shared/writer-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readSettings,
  listCampaigns,
  readRun,
  createRun,
  startExecution: startCampaignExecution,
  markStarted,
  runs: { ...writerPorts, listSources, listRuns },
  now: Date.now,
});
