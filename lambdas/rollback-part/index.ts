import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { readBefore } from '#adapters/runs/before-images.ts';
import { countDone, enterState, noteReason, putPart, readPart } from '#adapters/runs/index.ts';
import { putReport, readReport } from '#adapters/runs/reports.ts';
import { readMarks, takeBack } from '#adapters/runs/rollback.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readPart,
  readReport,
  readUsers,
  readTokens,
  readBefore,
  readMarks,
  takeBack,
  putReport,
  putPart,
  enterState,
  countDone,
  noteReason,
  now: Date.now,
});
