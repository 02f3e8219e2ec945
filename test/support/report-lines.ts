/** Lines of a run's report on users who were corrected. */
import type { Change, ReportLine } from '#core/migration/outcome.ts';

export const updatedLine = (changes: Change[] | undefined, more: Partial<ReportLine> = {}): ReportLine => ({
  part: 1,
  line: 1,
  type: 'user',
  outcome: 'updated',
  ...(changes ? { changes } : {}),
  ...more,
});
