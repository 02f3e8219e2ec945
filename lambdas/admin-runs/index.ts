import { writeAudit } from '#adapters/audit/outbox.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { putApproval } from '#adapters/runs/approvals.ts';
import { beginUpload, completeUpload, targetsOf, uploadedPackage, uploadedParts } from '#adapters/runs/exports.ts';
import { finishedFrom, listRuns } from '#adapters/runs/index.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import { readReport } from '#adapters/runs/reports.ts';
import { closeSource, listSources, readUserIds } from '#adapters/runs/sources.ts';
import { isUpgraded } from '#adapters/upgrade/state.ts';
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
    listRuns,
    finishedFrom,
    readReport,
    readNotices,
    readSettings,
    isUpgraded,
    putApproval,
    listSources,
    closeSource,
    readUserIds,
    writeAudit,
  },
  guards,
);
