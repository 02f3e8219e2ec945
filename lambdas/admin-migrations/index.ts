import {
  beginUpload,
  completeUpload,
  targetsOf,
  uploadedPackage,
  uploadedParts,
} from '#adapters/migrations/exports.ts';
import { finishedFrom, listMigrations } from '#adapters/migrations/index.ts';
import { readNotices } from '#adapters/migrations/notices.ts';
import { readReport } from '#adapters/migrations/reports.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
import { requireAdministrator } from '../actor.ts';
import { startPorts } from '../start-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...startPorts,
  requireAdministrator,
  beginUpload,
  completeUpload,
  targetsOf,
  uploadedPackage,
  uploadedParts,
  listMigrations,
  finishedFrom,
  readReport,
  readNotices,
  writeAudit,
});
