/** A migration's record, for tests that look at a few of its fields. */
import type { MigrationRecord } from '#core/migration/record.ts';

export const migrationRecord = (more: Partial<MigrationRecord> = {}): MigrationRecord => ({
  id: 'm',
  status: 'running',
  mode: 'run',
  policy: 'skip',
  attempt: 1,
  generation: 1,
  key: 'uploads/a.zip',
  etag: '"e"',
  size: 1,
  requestedBy: 'upload',
  firstSeenAt: 1,
  startedAt: 1,
  execution: 'm-run-1',
  states: {},
  ...more,
});
