import * as z from 'zod';
import { CHECKS, type CloseDown, type CloseDownPorts, closeDown } from '#core/administration/close-down.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, unixTime } from '../route/shapes.ts';

const shape = answers<CloseDown>()(
  z.strictObject({
    source: z.string(),
    people: z.number(),
    home: z.number().describe('Have a password of their own'),
    signedOff: z.number().describe('Are not home and not waited for'),
    tokensUsed: z.number(),
    tokensDisabledThere: z.number(),
    checks: z.array(
      z.strictObject({
        check: z
          .enum(CHECKS)
          .describe(
            '`filled`: lists and counts are complete; `runs`: none under way or waiting; `people`: home or signed off; `tokens`: disabled at the source deployment; `source-open`: the source is closed; `packers`: trusted for it; `packages`: in the export bucket; `before-images`: imports that could be taken back; `settings`: advice, an import’s change of the console’s logon is still in effect',
          ),
        open: z.number().describe('What is left; 0: done'),
      }),
    ),
    done: z.boolean().describe('Nothing is left but advice'),
    asOf: unixTime,
  }),
);

export const showCloseDown = route({
  id: 'showCloseDown',
  method: 'GET',
  path: '/close-down',
  summary: 'What is left before a source deployment may be shut down',
  caller: migrating('admin'),
  query: {
    schema: z.strictObject({ source: z.string().min(1).max(255) }),
    means: { source: 'Name of the source' },
  },
  answer: {
    status: 200,
    means: 'The list, in the order in which it is done.',
    body: { name: 'CloseDown', schema: shape },
  },
  errors: ['source.not_found'],
  handle: async (deps: CloseDownPorts, { query, now }) => ({ body: await closeDown(deps, query.source, now) }),
});
