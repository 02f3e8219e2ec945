import * as z from 'zod';
import { DOERS, type Timeline, type TimelinePorts, timelineOf } from '#core/administration/callers/timeline.ts';
import { type AdministerPorts, existing } from '#core/administration/users/administer.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, unixTime } from '../route/shapes.ts';

const timeline = answers<Timeline>()(
  z.strictObject({
    entries: z.array(
      z.strictObject({
        at: unixTime,
        code: z
          .string()
          .describe(
            'What happened: an action of the audit, or a word for what it does not hold, such as `imported` or `told`',
          ),
        by: z.enum(DOERS),
        who: z.string().optional().describe('Of an administrator: the user key'),
        failed: z.literal(true).optional(),
        reason: z.string().optional().describe('A code: why it failed, or what led to it'),
        facts: z
          .strictObject({
            source: z.string().optional(),
            run: z.string().optional(),
            fields: z.array(z.string()).optional().describe('Names of what a run changed, never a value'),
            from: z.string().optional().describe('The user ID before'),
            serial: z.string().optional(),
            until: unixTime.optional(),
            temporaryCode: z.literal(true).optional().describe('Logged on with a temporary code'),
            secondWay: z.string().optional().describe('A sole administrator gave two ways in within a day'),
          })
          .optional(),
      }),
    ),
    next: z.string().optional().describe('Pass it on for the next page; absent on the last one'),
  }),
);

type Deps = Pick<AdministerPorts, 'readUser' | 'readSettings'> & TimelinePorts;

export const showTimeline = route({
  id: 'showTimeline',
  method: 'GET',
  path: '/users/timeline',
  summary: 'What happened to one user, newest first',
  details:
    'From the audit, the account and the runs. Entries are codes with facts. A page may be empty and still have a `next`: what is looked at for one answer is bounded.',
  caller: administrator('help-desk'),
  query: {
    schema: z.strictObject({ userId: z.string().min(1).max(255), next: z.string().max(2048).optional() }),
    means: { userId: 'User ID, in any case', next: 'From the page before' },
  },
  answer: { status: 200, means: 'A page of entries.', body: { name: 'Timeline', schema: timeline } },
  errors: ['user.not_found', 'audit.next'],
  handle: async (deps: Deps, { query, now }) => {
    const user = await existing(deps, query.userId);
    const { settings } = await deps.readSettings();
    return { body: await timelineOf(deps, user, settings, { now, next: query.next }) };
  },
});
