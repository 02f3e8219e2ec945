/** Processes whose steps are taken in an order that is drawn: any of those that wait goes on, or fails. The same seed, the same order. */
type Waiting = { readonly go: () => void; readonly fail: (error: Error) => void };

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A number from 0 to below `below` each time (mulberry32). */
export function drawing(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** One step of so many fails, while there are changes. */
const FAILS = 12;

export function randomSteps(seed: number) {
  const random = drawing(seed);
  const waiting: Waiting[] = [];
  let ended = false;
  return {
    random,
    /** No change comes any more. */
    quiet: () => ended,
    /** Waits until it is chosen. `wait` never fails. */
    step: (what: string): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ go: resolve, fail: what === 'wait' ? () => resolve() : reject });
      }),
    /** Until all processes have ended: `change` is called so often in between, at moments that are drawn. */
    async run(processes: readonly Promise<void>[], changes: number, change: () => void): Promise<void> {
      let left = processes.length;
      for (const one of processes)
        void one.finally(() => {
          left -= 1;
        });
      let toCome = changes;
      for (;;) {
        // All go as far as they can.
        await settle();
        if (left === 0) break;
        if (toCome > 0 && random(4) === 0) {
          change();
          toCome -= 1;
        }
        ended = toCome === 0;
        const [one] = waiting.splice(random(waiting.length), 1);
        if (!ended && random(FAILS) === 0) one?.fail(new Error('broken off'));
        else one?.go();
      }
      await Promise.all(processes);
    },
  };
}
