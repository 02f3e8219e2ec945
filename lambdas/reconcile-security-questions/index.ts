import { readCatalogue } from '#adapters/directory/questions.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { putPlan, readPlan } from '#adapters/runs/exports.ts';
import { enterState, finishState, noteFacts } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  noteFacts,
  readPlan,
  putPlan,
  readCatalogue,
  readSettings,
  now: Date.now,
});
