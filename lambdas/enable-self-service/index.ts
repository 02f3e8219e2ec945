import { writeAudit } from '#adapters/audit/outbox.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { enterState, finishState, noteSettingsChange, readMigration } from '#adapters/migrations/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  noteSettingsChange,
  readMigration,
  readSettings,
  writeSettings,
  writeAudit,
  now: Date.now,
});
