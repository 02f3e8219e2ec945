import { unwrapWithExportKey, wrapUnderSeedKey } from '#adapters/aws/keys.ts';
import { trustedPackers } from '#adapters/directory/packers.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { putPlan, reader, readPlan } from '#adapters/runs/exports.ts';
import { enterState, finishState, noteFacts } from '#adapters/runs/index.ts';
import { putUserIds, readSource, readUserIds, readWriter, takeWriter } from '#adapters/runs/sources.ts';
import { isUpgraded } from '#adapters/upgrade/state.ts';
import { peopleHere } from '../shared/people-here.ts';
import { createHandler } from './handler.ts';

const DEFAULT_CONCURRENCY = 5;

export const handler = createHandler({
  reader,
  putPlan,
  readPlan,
  readUserIds,
  putUserIds,
  trustedPackers,
  countPeople: peopleHere,
  readSource,
  readWriter,
  takeWriter,
  unwrapWithExportKey,
  wrapUnderSeedKey,
  enterState,
  noteFacts,
  finishState,
  readSettings,
  isUpgraded,
  now: Date.now,
  maxConcurrency: Number(process.env['MAX_CONCURRENCY']) || DEFAULT_CONCURRENCY,
});
