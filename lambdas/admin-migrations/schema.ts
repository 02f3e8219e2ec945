import * as z from 'zod';

export const startBody = z.strictObject({
  key: z.string().max(1024),
  etag: z.string().min(1).max(128),
  mode: z.enum(['dry-run', 'run']),
  policy: z.enum(['skip', 'update', 'fail']).optional(),
  again: z.boolean().default(false),
});
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  next: z.string().optional(),
});
export const reportQuery = z.object({ part: z.coerce.number().int().min(1).default(1) });

export const uploadBody = z.strictObject({ name: z.string().min(1).max(255), size: z.int().min(1) });
export const completeBody = z.strictObject({
  key: z.string().max(1024),
  uploadId: z.string().min(1).max(1024),
  parts: z
    .array(z.strictObject({ number: z.int().min(1).max(10_000), etag: z.string().min(1).max(128) }))
    .min(1)
    .max(10_000),
});
