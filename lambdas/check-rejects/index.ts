import { readSettings } from '#adapters/directory/settings.ts';
import { enterState, finishState, noteFacts, sumParts } from '#adapters/runs/index.ts';
import { noteImported } from '#adapters/runs/sources.ts';
import { writerPorts } from '../shared/writer-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  sumParts,
  enterState,
  finishState,
  noteFacts,
  ...writerPorts,
  noteImported,
  readSettings,
  now: Date.now,
});
