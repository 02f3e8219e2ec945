/**
 * One writer a source: of its runs one writes at a time, the others wait in a queue, eldest first. The writer is an item that names run and
 * attempt; it is taken by a condition, and given back by that attempt alone. Giving it back starts the eldest run of the queue. One
 * whose execution is no longer under way is taken over.
 */
import { type LandfallError, transient } from '#core/errors.ts';
import type { RunRecord } from '../record.ts';
import type { MigrationRun } from '../run.ts';
import { started, stopped } from './claim.ts';
import {
  busyError,
  type Claiming,
  closedError,
  type Holder,
  type Source,
  supersededError,
  type Writer,
} from './source.ts';
import { isUnderWay, type LaunchPorts, launch } from './under-way.ts';

/** What is known of a run from ReadManifest on. */
type WritingRun = Pick<MigrationRun, 'migration' | 'attempt' | 'sourceName' | 'packedAt'>;

export type WriterPorts = LaunchPorts & {
  readRun(id: string): Promise<RunRecord | undefined>;
  readSource(name: string): Promise<Source | undefined>;
  readWriter(name: string): Promise<Writer>;
  /** The runs that wait, eldest first. */
  queuedRuns(name: string): Promise<readonly string[]>;
  /** Nothing where another attempt holds it. @param quietAt see Writer */
  releaseWriter(name: string, holder: Holder, quietAt?: number): Promise<void>;
  /** Out of the queue, with the writer: false where another has it, the source is closed, or the run waits no more. */
  promote(record: RunRecord): Promise<boolean>;
  /** Out of the queue, without it; the record only where it still waits. */
  unqueue(source: string, id: string, record?: RunRecord): Promise<void>;
};

/** How long a function of a run may still write after its execution has ended. */
export const QUIET_MS = 100_000;
const MAX_TURNS = 100;

/** Ends what waits. @param runs those of the queue; others are left @param error says why they are not started */
export async function stopQueued(
  ports: Pick<WriterPorts, 'readRun' | 'unqueue'>,
  source: string,
  runs: readonly string[],
  error: LandfallError,
  now: number,
): Promise<void> {
  for (const id of runs) {
    const seen = await ports.readRun(id);
    await ports.unqueue(source, id, seen?.status === 'queued' ? stopped(seen, error, now) : undefined);
  }
}

/** Whether the attempt that holds the writer goes on; one whose start was lost is started. */
async function goesOn(ports: WriterPorts, { run, attempt }: Holder, now: number): Promise<boolean> {
  const seen = await ports.readRun(run);
  if (seen?.attempt !== attempt) return false;
  if (await isUnderWay(ports, seen, now)) return true;
  if (seen.status !== 'starting' || seen.input === undefined) return false;
  await launch(ports, seen);
  // Only of one that has ended is it known: that was its start, and this one changed nothing.
  return (await ports.isRunning(seen.execution)) ?? true;
}

/** The eldest run that waits begins. @returns false where none waits */
async function startEldest(ports: WriterPorts, name: string, { quietAt = 0 }: Writer, now: number): Promise<boolean> {
  const queued = await ports.queuedRuns(name);
  const [eldest] = queued;
  if (eldest === undefined) return false;
  if ((await ports.readSource(name))?.closed) {
    await stopQueued(ports, name, queued, closedError(name), now);
    return true;
  }
  const seen = await ports.readRun(eldest);
  if (seen?.status !== 'queued') {
    await ports.unqueue(name, eldest);
    return true;
  }
  const record = started(seen, Math.max(0, Math.ceil((quietAt - now) / 1000)), now);
  if (await ports.promote(record)) await launch(ports, record);
  return true;
}

/**
 * Lets the source go on: the eldest run that waits begins where the writer is free, or its holder's execution is gone.
 * @returns the writer as it is then; without a holder nothing waits @throws LandfallError operations.busy
 */
export async function advance(ports: WriterPorts, name: string, now: number): Promise<Writer> {
  for (let turns = 0; turns < MAX_TURNS; turns++) {
    const writer = await ports.readWriter(name);
    if (writer.holder) {
      if (await goesOn(ports, writer.holder, now)) return writer;
      await ports.releaseWriter(name, writer.holder, now + QUIET_MS);
    } else if (!(await startEldest(ports, name, writer, now))) return writer;
  }
  throw transient('operations.busy');
}

export type HoldPorts = Pick<WriterPorts, 'readSource' | 'readWriter'> & {
  /** False where another attempt holds it, the source is closed, or a newer run of it has begun. */
  takeWriter(by: Claiming): Promise<boolean>;
};

/**
 * Takes the writer, unless the attempt holds it already. A run takes it as it starts; one whose signer was not trusted then does here.
 * @throws LandfallError source.closed, source.busy, run.superseded (409)
 */
export async function holdWriter(ports: HoldPorts, by: Claiming): Promise<void> {
  if (await ports.takeWriter(by)) return;
  if ((await ports.readSource(by.name))?.closed) throw closedError(by.name);
  const { holder } = await ports.readWriter(by.name);
  if (holder && holder.run !== by.run) throw busyError(holder.run);
  throw supersededError();
}

/** Ends an attempt's writing, if it holds the writer, and lets the source go on. @param quietAt see Writer */
export async function giveBack(
  ports: WriterPorts,
  name: string,
  holder: Holder,
  now: number,
  quietAt?: number,
): Promise<void> {
  await ports.releaseWriter(name, holder, quietAt);
  await advance(ports, name, now);
}

export type EndPorts = WriterPorts & {
  /** An import of the source has written all that it brings. @param packedAt Unix ms */
  noteImported(source: string, run: string, packedAt: number): Promise<void>;
};

/** The run has written all its users and tokens: the next one of its source may write while this one's mails are sent. */
export async function endWriting(
  ports: EndPorts,
  { migration: run, attempt, sourceName, packedAt }: WritingRun,
  now: number,
): Promise<void> {
  await ports.noteImported(sourceName, run, packedAt);
  await giveBack(ports, sourceName, { run, attempt }, now);
}
