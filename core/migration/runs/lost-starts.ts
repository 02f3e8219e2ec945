/**
 * Runs that nothing would go on with: their start was lost between the record and the execution, or what ended before them did not start them. An
 * import would hold its source, and uploads would wait behind it, until an administrator looks.
 */
import { isStartOver, type RunRecord } from '../record.ts';
import { launch } from './under-way.ts';
import { advance, type WriterPorts } from './writer.ts';

export type LostStartPorts = WriterPorts & {
  listSources(): Promise<readonly { readonly name: string }[]>;
  /** Newest first. */
  listRuns(limit: number): Promise<{ readonly records: readonly RunRecord[] }>;
};

/** Newest ones that are looked at. */
const LOOKED_AT = 50;

/** What waits for its source goes on, and a preview, which waits for none, begins. @param now Unix ms @returns the previews that were started */
export async function repeatLostRuns(ports: LostStartPorts, now: number): Promise<string[]> {
  for (const { name } of await ports.listSources()) await advance(ports, name, now);
  const { records } = await ports.listRuns(LOOKED_AT);
  const repeated: string[] = [];
  for (const record of records) {
    const { id, kind, status, input, execution } = record;
    if (kind !== 'preview' || status !== 'starting' || input === undefined || !isStartOver(record, now)) continue;
    if ((await ports.isRunning(execution)) !== undefined) continue;
    await launch(ports, record);
    repeated.push(id);
  }
  return repeated;
}
