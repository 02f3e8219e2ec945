import { enterState, finishState, markUnconfirmed, noteFacts, sumParts } from '#adapters/runs/index.ts';
import { readReport } from '#adapters/runs/reports.ts';
import { giveBack } from '#core/migration/runs/writer.ts';
import { writerPorts } from '../shared/writer-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  sumParts,
  readReport,
  noteFacts,
  giveBack: ({ migration, attempt, sourceName }, now) =>
    giveBack(writerPorts, sourceName, { run: migration, attempt }, now),
  markUnconfirmed,
  enterState,
  finishState,
  now: Date.now,
});
