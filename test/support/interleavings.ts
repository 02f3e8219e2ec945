/**
 * Two imports side by side, step by step, in every order. A step is one reading, or one item or transaction written, as the engine keeps
 * them apart: a batch is no transaction. A process that pauses goes on once the other one has made a step, or has ended.
 */
import type { IngestPorts } from '#core/migration/ingest.ts';

type Waiting = { readonly go: () => void };
/** One of the two. */
class Process {
  readonly queue: Waiting[] = [];
  done = false;
  /** Steps of the other one at its pause; it goes on when there are more. */
  pausedAt: number | undefined;

  step<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<void>((resolve) => this.queue.push({ go: resolve })).then(work);
  }
}

/** The ports of one process: each item is a step of its own. */
function stepped(ports: IngestPorts, process: Process, pause: () => Promise<void>): IngestPorts {
  const each = <I, O>(items: readonly I[], work: (item: I) => Promise<O>) =>
    items.map((item) => process.step(() => work(item)));
  return {
    ...ports,
    readUsers: (keys) => process.step(() => ports.readUsers(keys)),
    readTokens: (serials) => process.step(() => ports.readTokens(serials)),
    insert: async (items) => (await Promise.all(each(items, (item) => ports.insert([item])))).flat(),
    commit: (commit) => process.step(() => ports.commit(commit)),
    dropToken: (token) => process.step(() => ports.dropToken(token)),
    pause,
  };
}

export type Import = (ports: IngestPorts) => Promise<unknown>;
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Runs both with a given beginning of choices (0 or 1); after it the first that can go on does.
 * @returns the choices that were made, and at which of them the other one could have gone on, too
 */
async function runInOrder(
  ports: IngestPorts,
  imports: readonly [Import, Import],
  choices: readonly number[],
): Promise<{ readonly made: number[]; readonly open: boolean[] }> {
  const processes = [new Process(), new Process()] as const;
  const steps = [0, 0];
  const ends = imports.map(async (run, index) => {
    const process = processes[index]!;
    const pause = () => {
      process.pausedAt = steps[1 - index]!;
      return process.step(async () => undefined);
    };
    await run(stepped(ports, process, pause)).finally(() => {
      process.done = true;
    });
  });
  const all = Promise.all(ends);
  all.catch(() => undefined);
  const made: number[] = [];
  const open: boolean[] = [];
  for (;;) {
    // A process between two steps does what takes its own time, such as inflating the part.
    while (processes.some(({ done, queue }) => !done && queue.length === 0)) await settle();
    if (processes.every(({ done }) => done)) break;
    const ready = [0, 1].filter((index) => {
      const { queue, pausedAt } = processes[index]!;
      return queue.length > 0 && (pausedAt === undefined || steps[1 - index]! > pausedAt || processes[1 - index]!.done);
    });
    if (ready.length === 0) throw new Error(`each waits for the other after ${made.join('')}`);
    const wanted = choices[made.length];
    const chosen = wanted !== undefined && ready.includes(wanted) ? wanted : ready[0]!;
    made.push(chosen);
    open.push(ready.length > 1);
    steps[chosen]! += 1;
    processes[chosen]!.pausedAt = undefined;
    processes[chosen]!.queue.shift()!.go();
  }
  await all;
  return { made, open };
}

/** How often a process was left that could have gone on. */
const switches = (made: readonly number[], open: readonly boolean[]): number =>
  made.filter((choice, at) => at > 0 && open[at] === true && choice !== made[at - 1]).length;

/**
 * Every order of two imports that leaves a process that could go on at most `most` times: a race needs few such moments, and without a
 * bound there are too many orders. `begin` makes the beginning anew, `check` looks at the end.
 * @returns how many orders there were
 */
export async function everyOrder(
  begin: () => Promise<{ readonly ports: IngestPorts; readonly imports: readonly [Import, Import] }>,
  check: (order: string) => Promise<void>,
  most = 4,
): Promise<number> {
  const waiting: number[][] = [[]];
  let orders = 0;
  while (waiting.length > 0) {
    const prefix = waiting.pop()!;
    const { ports, imports } = await begin();
    const { made, open } = await runInOrder(ports, imports, prefix);
    orders += 1;
    await check(made.join(''));
    for (let at = prefix.length; at < made.length; at++) {
      const other = [...made.slice(0, at), 1 - made[at]!];
      if (open[at] && switches(other, open) <= most) waiting.push(other);
    }
  }
  return orders;
}
