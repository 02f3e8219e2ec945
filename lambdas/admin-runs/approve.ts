/** Approving in advance what the runs of a source may not change by themselves. */
import * as z from 'zod';
import { type ApprovePorts, approveSource as approve } from '#core/administration/runs.ts';
import { type Approval, DECISIONS } from '#core/migration/record.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, unixTime } from '../route/shapes.ts';
import { logonSettings } from './run.ts';

const approval = answers<Approval>()(
  z.strictObject({
    decision: z.enum(DECISIONS),
    by: z.string(),
    at: unixTime,
    before: logonSettings,
    after: logonSettings,
  }),
);

export const approveSource = route({
  id: 'approveSource',
  method: 'POST',
  path: '/approvals',
  summary: 'Approve in advance that a run lets a token alone log on',
  details: 'For one source, and for the settings as they are now. It counts once.',
  caller: administrator('super-admin'),
  // A weaker logon is as grave as a changed credential.
  credentials: 'changed',
  body: {
    name: 'NewApproval',
    schema: z.strictObject({ source: z.string().min(1).max(100).describe('Name of the source deployment') }),
    example: { source: 'am-old.corp.example' },
  },
  answer: { status: 201, means: 'What was approved.', body: { name: 'Approval', schema: approval } },
  errors: ['approval.not_needed'],
  handle: async (deps: ApprovePorts, { actor, body, now }) => ({
    body: await approve(deps, body.source, { actor, now }),
  }),
});
