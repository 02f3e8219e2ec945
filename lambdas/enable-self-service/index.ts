import { writeAudit } from '#adapters/audit/outbox.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { takeApproval } from '#adapters/runs/approvals.ts';
import { enterState, finishState, noteFacts, noteSettingsChange, readRun } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  noteFacts,
  noteSettingsChange,
  readRun,
  takeApproval,
  readSettings,
  writeSettings,
  writeAudit,
  now: Date.now,
});
