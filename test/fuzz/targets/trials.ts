/** Readers that do what none may: what the fuzzer's own test looks for. They are run by name alone. */
import { setTimeout } from 'node:timers/promises';
import { read } from '../finding.ts';
import { reader, type Target } from '../target.ts';

const held: Buffer[] = [];

const trials: Readonly<Record<string, () => unknown>> = {
  throws: () => JSON.parse('null').length as unknown,
  undocumented: () =>
    read([], () => {
      throw new RangeError('of a library');
    }),
  unhandled: () => void Promise.reject(new Error('which none waits for')),
  exit: () => process.exit(3),
  hang: () => {
    for (;;);
  },
  memory: async () => {
    held.push(Buffer.alloc(600 * 1024 * 1024, 1));
    await setTimeout(10);
  },
};

export const TRIALS: readonly Target[] = Object.entries(trials).map(([name, act]) =>
  reader(`trial-${name}`, 0, {
    draw: (random) => random.bytes(4),
    run: async () => {
      await act();
    },
  }),
);
