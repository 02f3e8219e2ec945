import { confirmChanges } from '#core/administration/runs.ts';
import type { AuditPort } from '#core/audit.ts';
import type { StartPorts } from '#core/migration/runs/start-run.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { params } from './run.ts';
import { startedShape } from './start.ts';

export const confirmRun = route({
  id: 'confirmRun',
  method: 'POST',
  path: '/runs/{id}/confirmation',
  summary: 'Say yes to all that a run waits for',
  details:
    'To changes of many people, to changes of people who were told already, and to a change of settings that weakens: `waitsFor` of the run says which. The next attempt of the run does what waited.',
  caller: administrator('super-admin'),
  // Addresses, tokens and answers of people change, or a logon becomes weaker.
  credentials: 'changed',
  params,
  answer: { status: 202, means: 'The attempt has been started.', body: startedShape },
  errors: ['run.not_found', 'run.not_waiting', 'run.superseded', 'source.busy', 'source.closed'],
  handle: async (deps: AuditPort & StartPorts, { actor, params: { id }, now }) => ({
    body: await confirmChanges(deps, id, { actor, now }),
  }),
});
