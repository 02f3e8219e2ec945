/** A super-admin's word on what a migration may not change by itself. */
import * as z from 'zod';
import { decideRun as decide } from '#core/administration/runs.ts';
import type { AuditPort } from '#core/audit.ts';
import { DECISIONS } from '#core/migration/record.ts';
import type { StartPorts } from '#core/migration/runs/start-run.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { params } from './run.ts';
import { startedShape } from './start.ts';

export const decideRun = route({
  id: 'decideRun',
  method: 'POST',
  path: '/runs/{id}/approval',
  summary: 'Approve or refuse what a migration waits for',
  details:
    'A migration waits where every way into the Self-Service Console asks for more than one factor. Approved: settings and mails follow. Refused: it ends, and its users are listed as not informed.',
  caller: administrator('super-admin'),
  // A weaker logon is as grave as a changed credential; a refusal takes a way in away.
  credentials: ({ decision }) => decision === 'approved',
  params,
  body: {
    name: 'RunDecision',
    schema: z.strictObject({ decision: z.enum(DECISIONS) }),
    example: { decision: 'approved' },
  },
  answer: { status: 202, means: 'The rest has been started.', body: startedShape },
  errors: ['run.not_found', 'run.not_waiting'],
  handle: async (deps: AuditPort & StartPorts, { actor, params: { id }, body, now }) => ({
    body: await decide(deps, id, body.decision, { actor, now }),
  }),
});
