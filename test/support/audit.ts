/** Entries for a write that a test makes by itself. */
import type { Entries } from '#core/audit.ts';

export const ENTRIES: Entries = [
  {
    actor: 'test',
    action: 'user.edited',
    object: 'test',
    outcome: 'success',
    source: '192.0.2.1',
    now: Date.UTC(2026, 10, 23),
  },
];
