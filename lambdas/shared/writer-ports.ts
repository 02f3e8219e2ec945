/** What gives the writer of a source back, and starts the eldest run that waits for it. */
import { markStarted, readRun } from '#adapters/runs/index.ts';
import { isRunning, startExecution } from '#adapters/runs/machine.ts';
import { promote, queuedRuns, readSource, readWriter, releaseWriter, unqueue } from '#adapters/runs/sources.ts';
import type { WriterPorts } from '#core/migration/runs/writer.ts';

export const writerPorts: WriterPorts = {
  readRun,
  readSource,
  readWriter,
  queuedRuns,
  releaseWriter,
  promote,
  unqueue,
  isRunning,
  startExecution,
  markStarted,
};
