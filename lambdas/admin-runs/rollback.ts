/** An import taken back, or what that would do. */
import * as z from 'zod';
import { requestRollback } from '#core/administration/runs.ts';
import type { AuditPort } from '#core/audit.ts';
import type { RollbackPorts } from '#core/migration/rollback/start-rollback.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { params } from './run.ts';
import { startedShape } from './start.ts';

export const rollbackRun = route({
  id: 'rollbackRun',
  method: 'POST',
  path: '/runs/{id}/rollback',
  summary: 'Take the newest import of a source back',
  details:
    'A run of its own, with a report of its own. What the import created is deleted, and what it changed is as it was before, where no person has used or changed it since; the rest is listed with why it stays. With `preview` nothing is written. Asked for again after a failure, it goes on.',
  caller: administrator('super-admin'),
  credentials: 'changed',
  params,
  body: { name: 'RunRollback', schema: z.strictObject({ preview: z.boolean() }), example: { preview: true } },
  answer: { status: 202, means: 'Started.', body: startedShape },
  errors: [
    'run.not_found',
    'run.not_imported',
    'run.not_newest',
    'run.running',
    'run.rolled_back',
    'run.superseded',
    'source.busy',
    'source.closed',
    'upgrade.running',
  ],
  handle: async (deps: AuditPort & RollbackPorts, { actor, params: { id }, body, now }) => ({
    body: await requestRollback(deps, id, body, { actor, now }),
  }),
});
