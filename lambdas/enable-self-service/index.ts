import { writeAudit } from '#adapters/audit.ts';
import { enterState, finishState, noteSettingsChange, readMigration } from '#adapters/migrations.ts';
import { readSettings, writeSettings } from '#adapters/settings.ts';
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
