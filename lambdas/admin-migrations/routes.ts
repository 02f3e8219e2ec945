/** Packages uploaded, migrations started and watched, and what became of each record. */
import { approveSource } from './approve.ts';
import { beginUpload } from './begin-upload.ts';
import { completeUpload } from './complete-upload.ts';
import { decideMigration } from './decide.ts';
import { listMigrations } from './list.ts';
import { readReport } from './report.ts';
import { resumeUpload } from './resume-upload.ts';
import { showMigration } from './show.ts';
import { startMigration } from './start.ts';

export const routes = [
  beginUpload,
  resumeUpload,
  completeUpload,
  startMigration,
  decideMigration,
  approveSource,
  listMigrations,
  showMigration,
  readReport,
];
