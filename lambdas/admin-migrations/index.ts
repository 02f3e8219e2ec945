import { writeAudit } from '#adapters/audit.ts';
import { beginUpload, completeUpload, targetsOf, uploadedPackage, uploadedParts } from '#adapters/exports.ts';
import { finishedFrom, listMigrations } from '#adapters/migrations.ts';
import { readNotices } from '#adapters/notices.ts';
import { readReport } from '#adapters/reports.ts';
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
