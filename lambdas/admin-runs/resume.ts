import { continueRun } from '#core/administration/runs.ts';
import type { AuditPort } from '#core/audit.ts';
import type { StartPorts } from '#core/migration/runs/start-run.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { params } from './run.ts';
import { startedShape } from './start.ts';

export const resumeRun = route({
  id: 'resumeRun',
  method: 'POST',
  path: '/runs/{id}/resume',
  summary: 'Go on with a run that failed',
  details: 'The next attempt of the same run, as it was asked for: finished parts are not done again.',
  caller: migrating('admin'),
  credentials: 'kept',
  params,
  answer: { status: 202, means: 'Started.', body: startedShape },
  errors: ['run.not_found', 'run.running', 'run.not_failed', 'run.superseded', 'source.busy', 'source.closed'],
  handle: async (deps: AuditPort & StartPorts, { actor, params: { id }, now }) => ({
    body: await continueRun(deps, id, { actor, now }),
  }),
});
