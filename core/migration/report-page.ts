/** The report as console and CLI read it: a part at a time, each imported user with what became of the notice. */
import { userKey } from '#core/text.ts';
import type { KnownNotice } from './notify.ts';
import type { ReportLine } from './outcome.ts';
import type { MigrationRecord } from './record.ts';

export type ReportPorts = {
  readReport(migration: string, dryRun: boolean, part: number): Promise<ReportLine[] | undefined>;
  readNotices(keys: readonly string[]): Promise<ReadonlyMap<string, KnownNotice>>;
};
/** `notice`: only of users that this migration imported; `none` where no mail was due. */
export type ReportedRecord = ReportLine & { readonly notice?: KnownNotice['status'] | 'none' };
export type ReportPage = {
  readonly migration: string;
  readonly mode: MigrationRecord['mode'];
  readonly totals?: MigrationRecord['totals'];
  readonly records: readonly ReportedRecord[];
  /** The next part; absent on the last page. */
  readonly next?: number;
};

const keyOf = (line: ReportLine): string | undefined =>
  line.type === 'user' && line.outcome === 'created' && line.userId !== undefined ? userKey(line.userId) : undefined;

/** @param part from 1; a part that is not done has no records yet */
export async function reportPage(ports: ReportPorts, record: MigrationRecord, part: number): Promise<ReportPage> {
  const { id, mode, totals, parts = 0 } = record;
  const lines = part <= parts ? ((await ports.readReport(id, mode === 'dry-run', part)) ?? []) : [];
  const keys = mode === 'run' ? [...new Set(lines.flatMap((line) => keyOf(line) ?? []))] : [];
  const notices = keys.length > 0 ? await ports.readNotices(keys) : new Map<string, KnownNotice>();
  const records = lines.map((line): ReportedRecord => {
    const key = mode === 'run' ? keyOf(line) : undefined;
    if (key === undefined) return line;
    const notice = notices.get(key);
    return { ...line, notice: notice?.migration === id ? notice.status : 'none' };
  });
  return {
    migration: id,
    mode,
    records,
    ...(totals ? { totals } : {}),
    ...(part < parts ? { next: part + 1 } : {}),
  };
}
