/** A migration's record, for tests that look at a few of its fields. */
import type { RunRecord } from '#core/migration/record.ts';

export const runRecord = (more: Partial<RunRecord> = {}): RunRecord => ({
  id: 'm',
  status: 'running',
  kind: 'import',
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
