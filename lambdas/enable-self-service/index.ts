import { writeAudit } from '#adapters/audit/outbox.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { takeApproval } from '#adapters/migrations/approvals.ts';
import { enterState, finishState, noteFacts, noteSettingsChange, readMigration } from '#adapters/migrations/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  noteFacts,
  noteSettingsChange,
  readMigration,
  takeApproval,
  readSettings,
  writeSettings,
  writeAudit,
  now: Date.now,
});
