/** A super-admin's word on what a migration may not change by itself. */
import * as z from 'zod';
import { decideMigration as decide } from '#core/administration/migrations.ts';
import type { AuditPort } from '#core/audit.ts';
import { DECISIONS } from '#core/migration/record.ts';
import type { StartPorts } from '#core/migration/start-migration.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { params } from './migration.ts';
import { startedShape } from './start.ts';

export const decideMigration = route({
  id: 'decideMigration',
  method: 'POST',
  path: '/migrations/{id}/approval',
  summary: 'Approve or refuse what a migration waits for',
  details:
    'A migration waits where every way into the Self-Service Console asks for more than one factor. Approved: settings and mails follow. Refused: it ends, and its users are listed as not informed.',
  caller: administrator('super-admin'),
  // A weaker logon is as grave as a changed credential; a refusal takes a way in away.
  credentials: ({ decision }) => decision === 'approved',
  params,
  body: {
    name: 'MigrationDecision',
    schema: z.strictObject({ decision: z.enum(DECISIONS) }),
    example: { decision: 'approved' },
  },
  answer: { status: 202, means: 'The rest has been started.', body: startedShape },
  errors: ['migration.not_found', 'migration.not_waiting'],
  handle: async (deps: AuditPort & StartPorts, { actor, params: { id }, body, now }) => ({
    body: await decide(deps, id, body.decision, { actor, now }),
  }),
});
