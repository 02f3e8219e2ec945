import { readSettings } from '#adapters/directory/settings.ts';
import { directoryImport } from '#adapters/ingest/ports.ts';
import {
  enterState,
  finishedParts,
  finishState,
  noteFacts,
  putPart,
  readDisplaced,
  readMigration,
} from '#adapters/migrations/index.ts';
import { putReport, readReport } from '#adapters/migrations/reports.ts';
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
