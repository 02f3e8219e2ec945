import * as z from 'zod';
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import { HINTS, type RecordCode } from '#core/migration/codes.ts';
import { REPORTED_NOTICES } from '#core/migration/notice.ts';
import { OUTCOMES, type Outcome } from '#core/migration/outcome.ts';

export const startBody = z.strictObject({
  key: z.string().max(1024),
  etag: z.string().min(1).max(128),
  mode: z.enum(['dry-run', 'run']),
  policy: z.enum(DUPLICATE_POLICIES).optional(),
  again: z.boolean().default(false),
});
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  next: z.string().optional(),
});
const outcome = `(?:${OUTCOMES.join('|')})`;
/** Strict: a filter that is misspelt must not look as if everything fitted. */
export const reportQuery = z.strictObject({
  part: z.coerce.number().int().min(1).default(1),
  outcome: z
    .string()
    .regex(new RegExp(`^${outcome}(?:,${outcome})*$`, 'u'))
    .transform((list) => list.split(',') as Outcome[])
    .optional(),
  code: z.enum(Object.keys(HINTS) as [RecordCode, ...RecordCode[]]).optional(),
  notice: z.enum(REPORTED_NOTICES).optional(),
});

export const uploadBody = z.strictObject({ name: z.string().min(1).max(255), size: z.int().min(1) });
export const resumeBody = z.strictObject({
  key: z.string().max(1024),
  uploadId: z.string().min(1).max(1024),
  size: z.int().min(1),
});
export const completeBody = z.strictObject({
  key: z.string().max(1024),
  uploadId: z.string().min(1).max(1024),
  parts: z
    .array(z.strictObject({ number: z.int().min(1).max(10_000), etag: z.string().min(1).max(128) }))
    .min(1)
    .max(10_000),
});
