/** Whether a run is under way, and its start. */
import type { RunRecord, RunStatus } from '../record.ts';

export type LaunchPorts = {
  /**
   * Whether the execution of this name is under way. By name, because only the name is in the record from the claim on: the
   * machine's first state may well run before its start has been noted. Undefined of a name that is not known, or not yet: what has just
   * begun is told late (AWS Step Functions, DescribeExecution: "eventually consistent").
   */
  isRunning(name: string): Promise<boolean | undefined>;
  /** Idempotent by name. */
  startExecution(name: string, input: string): Promise<void>;
  markStarted(id: string, attempt: number): Promise<void>;
};
export type Started = { readonly id: string; readonly status: RunStatus; readonly execution?: string };

/** How long a process may take between claim and start before another one takes the start over. */
const STARTING_MS = 60_000;

/** Asks for the execution of a record that has been claimed. */
export async function launch(ports: LaunchPorts, record: RunRecord): Promise<Started> {
  await ports.startExecution(record.execution, record.input!);
  await ports.markStarted(record.id, record.attempt);
  return { id: record.id, status: 'starting', execution: record.execution };
}

/** Whether an execution of the run is under way, or is about to be. @param now Unix ms */
export async function isUnderWay(
  ports: Pick<LaunchPorts, 'isRunning'>,
  seen: RunRecord | undefined,
  now: number,
): Promise<boolean> {
  if (seen?.status !== 'starting' && seen?.status !== 'running') return false;
  const fresh = now - seen.startedAt < STARTING_MS;
  if (fresh && seen.status === 'starting') return true;
  return (await ports.isRunning(seen.execution)) ?? fresh;
}
