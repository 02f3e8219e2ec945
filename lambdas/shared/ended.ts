/** Tells others that a run has ended. Where that fails the run has ended all the same, and the log says it. */
import { type Ended, type LandfallEvent, runEndedEvent } from '#core/journey/events.ts';
import type { RunStatus } from '#core/migration/record.ts';
import { log } from './log.ts';

export type EndedPorts = {
  readRun(id: string): Promise<Ended | undefined>;
  tell(events: readonly LandfallEvent[]): Promise<void>;
  now(): number;
};

/** One that waits or is held goes on. */
const ENDED: readonly RunStatus[] = ['succeeded', 'failed', 'stopped', 'ended'];

export async function tellEnded(ports: EndedPorts, migration: string): Promise<void> {
  try {
    const record = await ports.readRun(migration);
    if (record && ENDED.includes(record.status)) await ports.tell([runEndedEvent(record, ports.now())]);
  } catch (error) {
    log.error('events.failed', { run: migration }, error);
  }
}
