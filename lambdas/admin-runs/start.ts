/** Starting a migration of an uploaded package: a dry run or a run. */
import * as z from 'zod';
import { requestRun } from '#core/administration/runs.ts';
import type { AuditPort } from '#core/audit.ts';
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import { RUN_STATUSES } from '#core/migration/record.ts';
import type { StartPorts } from '#core/migration/start-run.ts';
import type { Started } from '#core/migration/under-way.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const startBody = z.strictObject({
  key: z.string().max(1024),
  etag: z.string().min(1).max(128),
  kind: z.enum(['preview', 'import']),
  policy: z.enum(DUPLICATE_POLICIES).optional(),
  again: z.boolean().default(false),
  queue: z.boolean().default(false).describe('Wait while another run of the source writes'),
});
const started = answers<Started>()(
  z.strictObject({ id: z.string(), status: z.enum(RUN_STATUSES), execution: z.string().optional() }),
);
export const startedShape = { name: 'RunStarted', schema: started };

export const startRun = route({
  id: 'startRun',
  method: 'POST',
  path: '/runs',
  summary: 'Start a migration, or a dry run of it',
  details: 'A dry run goes the same way and writes nothing. Without `policy` the one in the settings counts.',
  caller: administrator('admin'),
  credentials: 'kept',
  body: {
    name: 'NewRun',
    schema: startBody,
    example: { key: 'staged/…/export.zip', etag: '…', kind: 'preview' },
  },
  answer: { status: 202, means: 'Started.', body: startedShape },
  errors: [
    'run.key',
    'run.running',
    'run.done',
    'source.busy',
    'source.closed',
    'package.missing',
    'package.changed',
    'package.not_zip',
    'package.truncated',
    'package.layout_invalid',
    'package.manifest_invalid',
    'package.too_large',
  ],
  handle: async (deps: AuditPort & StartPorts, { actor, body: { policy, ...body }, now }) => ({
    body: await requestRun(deps, { ...body, ...(policy ? { policy } : {}) }, { actor, now }),
  }),
});
