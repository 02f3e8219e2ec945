/** Packages uploaded, migrations started and watched, and what became of each record. */
import { approveSource } from './approve.ts';
import { beginUpload } from './begin-upload.ts';
import { completeUpload } from './complete-upload.ts';
import { confirmRun } from './confirm.ts';
import { decideRun } from './decide.ts';
import { listRuns } from './list.ts';
import { readReport } from './report.ts';
import { resumeRun } from './resume.ts';
import { resumeUpload } from './resume-upload.ts';
import { rollbackRun } from './rollback.ts';
import { showRun } from './show.ts';
import { changeSource, listSources } from './sources.ts';
import { startRun } from './start.ts';

export const routes = [
  beginUpload,
  resumeUpload,
  completeUpload,
  startRun,
  resumeRun,
  rollbackRun,
  decideRun,
  confirmRun,
  approveSource,
  listRuns,
  showRun,
  readReport,
  listSources,
  changeSource,
];
