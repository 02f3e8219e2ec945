import type { ReportLine } from './outcome.ts';
import { isLeaver } from './totals.ts';

/** Users whom a run tells for their record: those who are here, or should be. */
export const isAddressee = (line: ReportLine): boolean =>
  line.type === 'user' &&
  line.userId !== undefined &&
  line.outcome !== 'rejected' &&
  line.code !== 'user.not_in_wave' &&
  !isLeaver(line);
