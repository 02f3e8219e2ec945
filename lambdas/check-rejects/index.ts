import { directoryImport } from '#adapters/ingest.ts';
import {
  enterState,
  finishedParts,
  finishState,
  noteFacts,
  putPart,
  readDisplaced,
  readMigration,
} from '#adapters/migrations.ts';
import { putReport, readReport } from '#adapters/reports.ts';
import { readSettings } from '#adapters/settings.ts';
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
  readMigration,
  readSettings,
  now: Date.now,
});
