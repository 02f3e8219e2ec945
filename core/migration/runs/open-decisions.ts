/** What a super-admin can still decide. A yes that would be refused is asked for nowhere. */
import type { Decided, RunRecord } from '../record.ts';
import { type Source, supersededError } from './source.ts';

type Ports = { readSource(name: string): Promise<Pick<Source, 'lastRun'> | undefined> };

const waits = ({ waitsFor = [] }: RunRecord): boolean => waitsFor.length > 0;

/** @param lastRun the newest import of the source that began: only that one writes again */
function openDecisions(record: RunRecord, lastRun: string | undefined): RunRecord {
  const { id, waitsFor = [], status, rollback } = record;
  const newest = lastRun === undefined || lastRun === id;
  const open = waitsFor.filter((one: Decided) => !rollback && (newest || one !== 'confirmation'));
  if (open.length === waitsFor.length) return record;
  const { code, message } = supersededError();
  const ended = status === 'waiting' && open.length === 0;
  return {
    ...record,
    waitsFor: open,
    // Nothing was written, and nothing will be.
    ...(ended ? { status: 'not-started' as const, error: { code, hint: message } } : {}),
  };
}

/** The runs as they are shown: each source is read once, and only where a run of it waits. */
export async function withOpenDecisions(ports: Ports, records: readonly RunRecord[]): Promise<RunRecord[]> {
  const names = new Set(records.filter(waits).flatMap(({ source }) => source?.deployment ?? []));
  const newest = new Map<string, string | undefined>();
  await Promise.all([...names].map(async (name) => newest.set(name, (await ports.readSource(name))?.lastRun)));
  return records.map((record) =>
    waits(record) ? openDecisions(record, newest.get(record.source?.deployment ?? '')) : record,
  );
}
