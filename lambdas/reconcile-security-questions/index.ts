import { putPlan, readPlan } from '#adapters/exports.ts';
import { enterState, finishState, noteFacts } from '#adapters/migrations.ts';
import { readCatalogue } from '#adapters/questions.ts';
import { readSettings } from '#adapters/settings.ts';
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
