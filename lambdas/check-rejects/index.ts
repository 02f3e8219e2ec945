import { readSettings } from '#adapters/directory/settings.ts';
import { directoryImport } from '#adapters/ingest/ports.ts';
import {
  enterState,
  finishedParts,
  finishState,
  noteFacts,
  putPart,
  readDisplaced,
  readRun,
} from '#adapters/runs/index.ts';
import { putReport, readReport } from '#adapters/runs/reports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...directoryImport,
  finishedParts,
  readDisplaced,
  readReport,
  putReport,
  putPart,
  enterState,
  finishState,
  noteFacts,
  readRun,
  readSettings,
  now: Date.now,
});
