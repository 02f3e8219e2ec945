import * as z from 'zod';

const time = z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso));
export const auditQuery = z.strictObject({
  from: time.optional(),
  to: time.optional(),
  user: z.string().min(1).max(255).optional(),
  action: z.string().min(1).max(100).optional(),
  actor: z.string().min(1).max(2048).optional(),
  outcome: z.enum(['success', 'failure']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  next: z.string().max(1024).optional(),
});
