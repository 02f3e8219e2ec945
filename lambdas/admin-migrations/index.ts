import { writeAudit } from '#adapters/audit/outbox.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { putApproval } from '#adapters/migrations/approvals.ts';
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
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { startPorts } from '../shared/start-ports.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...startPorts,
    beginUpload,
    completeUpload,
    targetsOf,
    uploadedPackage,
    uploadedParts,
    listMigrations,
    finishedFrom,
    readReport,
    readNotices,
    readSettings,
    putApproval,
    writeAudit,
  },
  guards,
);
