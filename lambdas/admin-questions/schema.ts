import * as z from 'zod';

const next = z.string().max(1024).optional();
export const questionsBody = z.union([
  /** With `dryRun` nothing is written; repeat with `next` until there is none and add up what would be lost. */
  z.strictObject({ xml: z.string().min(1), dryRun: z.literal(true), next }),
  z.strictObject({ xml: z.string().min(1), dryRun: z.literal(false).optional() }),
  /** Goes on dropping answers to questions that are gone. */
  z.strictObject({ drop: z.literal(true), next }),
]);
