import * as z from 'zod';
import type { ShownTotals } from '#core/migration/record.ts';
import { answers } from '../route/shapes.ts';

const count = z.number();
const outcomes = { created: count, updated: count, unchanged: count, skipped: count, rejected: count };
export const notices = z.strictObject({
  sent: count.describe('Those that came back among them'),
  bounced: count,
  complained: count.describe('Called spam by whoever got it'),
  notInformed: count.describe('Users without an address'),
  failed: count.describe('Refused by the mail service for their address'),
  uncertain: count.describe('Whether the mail went out is not known; absent: none').optional(),
  notNeeded: count,
  notPossible: count.optional().describe('Not told, because the console takes no token alone'),
  notAble: count.optional().describe('Not told, because they can’t log on'),
});
/** Of a migration, and of a dry run as it would be. */
export const totals = answers<ShownTotals>()(
  z.strictObject({
    records: z.strictObject({ read: count, unreadable: count, rejected: count }),
    users: z.strictObject({ ...outcomes, withoutToken: count, withoutAddress: count }),
    tokens: z.strictObject({ ...outcomes, assigned: count, unassigned: count, newPinMode: count }),
    answers: z.strictObject({ kept: count, dropped: count }),
    enrolment: z.strictObject({
      complete: count,
      partial: count,
      none: count,
      histogram: z.record(z.string(), count).describe('Answers kept -> users'),
    }),
    passwords: z.strictObject({ imported: count }),
    codes: z.record(z.string(), count),
    changes: z
      .record(z.string(), count)
      .optional()
      .describe('Field -> users, or tokens (`token.seed`), in which it was changed'),
    waiting: count.optional().describe('Users of whom a change waits for a confirmation'),
    moved: count.optional().describe('Users who were given another user ID'),
    notInWave: count.optional().describe('Among those skipped'),
    gone: z
      .strictObject({ users: count, tokens: count, disabled: count })
      .optional()
      .describe('Not in the full export any more'),
    notices,
  }),
);
