import { writeAudit } from '#adapters/audit/outbox.ts';
import { isThereAnImported } from '#adapters/directory/imported.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { enterState, finishState, noteFacts, readRun } from '#adapters/runs/index.ts';
import { forgetImported, listSources } from '#adapters/runs/sources.ts';
import { writerPorts } from '../shared/writer-ports.ts';
import { createHandler } from './handler.ts';

/** Less than the function's own time-out. */
const PATIENCE_MS = 60_000;

export const handler = createHandler({
  ...writerPorts,
  forgetImported,
  enterState,
  finishState,
  noteFacts,
  readRun,
  readSettings,
  writeSettings,
  isThereAnImported: async (user) => {
    const names = (await listSources()).map(({ name }) => name);
    return isThereAnImported(names, user, Date.now() + PATIENCE_MS);
  },
  writeAudit,
  now: Date.now,
});
