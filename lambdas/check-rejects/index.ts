import { readSettings } from '#adapters/directory/settings.ts';
import { directoryImport } from '#adapters/ingest/ports.ts';
import { enterState, finishedParts, finishState, noteFacts, putPart, readDisplaced } from '#adapters/runs/index.ts';
import { putReport, readReport } from '#adapters/runs/reports.ts';
import { noteImported } from '#adapters/runs/sources.ts';
import { writerPorts } from '../shared/writer-ports.ts';
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
  ...writerPorts,
  noteImported,
  readSettings,
  now: Date.now,
});
