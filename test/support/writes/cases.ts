/** What the cases of writes share: see test/integration/lost-writes.test.ts. */
import type { Entries } from '#core/audit.ts';
import { NOW } from '../memory.ts';

/** Prepares what a write needs, and returns the write: what it comes to is compared. */
export type Case = () => Promise<() => Promise<unknown>>;

export const ENTRIES: Entries = [
  { actor: 'root', action: 'logoff', object: 'anna', outcome: 'success', source: '192.0.2.1', now: NOW },
];
