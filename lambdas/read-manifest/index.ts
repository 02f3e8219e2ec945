import { putPlan, reader } from '#adapters/exports.ts';
import { unwrapWithExportKey, wrapUnderSeedKey } from '#adapters/keys.ts';
import { enterState, finishState, noteFacts } from '#adapters/migrations.ts';
import { trustedPackers } from '#adapters/packers.ts';
import { readSettings } from '#adapters/settings.ts';
import { createHandler } from './handler.ts';

const DEFAULT_CONCURRENCY = 5;

export const handler = createHandler({
  reader,
  putPlan,
  trustedPackers,
  unwrapWithExportKey,
  wrapUnderSeedKey,
  enterState,
  noteFacts,
  finishState,
  readSettings,
  now: Date.now,
  maxConcurrency: Number(process.env['MAX_CONCURRENCY']) || DEFAULT_CONCURRENCY,
});
