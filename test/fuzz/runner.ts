/**
 * Gives inputs to workers, one at a time to each, and ends a worker that hangs. What counts is the processor's time that an input took, not
 * the clock: a machine that is busy with other things makes no finding.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from './jobs.ts';
import type { Done, Found } from './worker.ts';

export type Result = { readonly job: Job; readonly found: Found };

/** Of one input. Seconds of the processor; and of the clock, where it waits for something that never comes. */
const LIMIT = { processor: 10, clock: 60 };
const HEAP_MB = 256;
const WORKER = join(import.meta.dirname, 'worker.ts');

/** Seconds of the processor that a process has used; undefined where the system does not tell (Linux does). */
function processorSeconds(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

class Workplace {
  #child: ChildProcess | undefined;
  #errors = '';

  #started(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    const child = fork(WORKER, [], {
      execArgv: ['--no-warnings', '--expose-gc', `--max-old-space-size=${HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    this.#errors = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString('utf8')).slice(-3000);
    });
    this.#child = child;
    return child;
  }

  async run(job: Job): Promise<Found | undefined> {
    const child = this.#started();
    const settled = new AbortController();
    const answered = once(child, 'message', settled).then(([done]) => (done as Done).found);
    const ended = once(child, 'exit', settled).then(([code, signal]): Found => {
      return { kind: 'the process ended', detail: `code ${code}, signal ${signal}\n${this.#errors}` };
    });
    const hung = this.#watched(child, settled.signal);
    child.send(job);
    try {
      const found = await Promise.race([answered, ended, hung]);
      if (found?.kind.startsWith('hangs')) this.stop();
      return found;
    } finally {
      settled.abort();
      for (const one of [answered, ended, hung]) one.catch(() => undefined);
    }
  }

  #watched(child: ChildProcess, signal: AbortSignal): Promise<Found> {
    const begun = performance.now();
    const usedBefore = processorSeconds(child.pid);
    return new Promise((resolve) => {
      const look = setInterval(() => {
        const used = (processorSeconds(child.pid) ?? Number.NaN) - (usedBefore ?? Number.NaN);
        const clock = (performance.now() - begun) / 1000;
        if (used > LIMIT.processor) resolve({ kind: 'hangs', detail: `${used} seconds of the processor` });
        else if (clock > LIMIT.clock)
          resolve({ kind: 'hangs: does not settle', detail: `${Math.round(clock)} seconds` });
      }, 500);
      signal.addEventListener('abort', () => clearInterval(look));
    });
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

/** Runs all jobs. @param done is told of each, in the order in which they end */
export async function runAll(
  jobs: Iterable<Job>,
  workers: number,
  done: (job: Job, found: Found | undefined, seconds: number) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = jobs[Symbol.iterator]();
  const work = async () => {
    const place = new Workplace();
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const job = next.value;
      const begun = performance.now();
      const found = await place.run(job);
      if (found) results.push({ job, found });
      done(job, found, (performance.now() - begun) / 1000);
    }
    place.stop();
  };
  await Promise.all(Array.from({ length: workers }, work));
  return results;
}
