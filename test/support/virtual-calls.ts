/** Calls to AWS that take their time by a virtual clock, and are counted: what a state would wait for, with what it does at once. */
import { setImmediate as nextTick } from 'node:timers/promises';
import { createScheduler } from '../simulation/scheduler.ts';

/**
 * Milliseconds: about twice what AWS's services take at the median, within a region. A page of a list or a query is a full one; `remove` takes a
 * thousand keys.
 */
const MS = { get: 30, put: 60, list: 150, remove: 600, query: 120, batch: 30, item: 15, transaction: 50 } as const;
export type CallKind = keyof typeof MS;

export type Measured = {
  readonly seconds: number;
  readonly calls: Readonly<Partial<Record<CallKind, number>>>;
};

export function virtualCalls() {
  const scheduler = createScheduler(1, 0);
  let calls: Partial<Record<CallKind, number>> = {};
  return {
    now: scheduler.now,
    async call<T>(kind: CallKind, answer: () => T, times = 1): Promise<T> {
      calls[kind] = (calls[kind] ?? 0) + times;
      await scheduler.sleep(MS[kind] * times);
      return answer();
    },
    /** Runs the work until it has ended. */
    async measure<T>(work: () => Promise<T>): Promise<Measured & { readonly result: T }> {
      const begun = scheduler.now();
      calls = {};
      let ended = false;
      const end = work().finally(() => {
        ended = true;
      });
      end.catch(() => {});
      // Between two calls a work may wait for ticks of Node, which are no events of the clock.
      while (!ended) if (!(await scheduler.run(() => ended, { most: 5_000_000 }))) await nextTick();
      return { result: await end, seconds: (scheduler.now() - begun) / 1000, calls };
    },
  };
}
