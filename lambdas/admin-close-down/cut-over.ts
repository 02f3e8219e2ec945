import * as z from 'zod';
import { type CutOver, type CutOverPorts, cutOver } from '#core/administration/cut-over.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, pageMark, unixTime } from '../route/shapes.ts';

const tokens = answers<CutOver>()(
  z.strictObject({
    used: z.number().describe('Tokens of the source that have been used here'),
    disabledThere: z.number().describe('Of those, how many the source deployment is known to have disabled'),
    tokens: z.array(
      z.strictObject({
        serial: z.string(),
        firstUsedAt: unixTime.describe('When a passcode was first accepted here, in Unix milliseconds'),
        disabledThereAt: unixTime.optional().describe('When it was said that the source deployment has disabled it'),
      }),
    ),
    next: z.string().optional().describe('Pass it on for the next page; absent on the last one'),
  }),
);

export const showCutOver = route({
  id: 'showCutOver',
  method: 'GET',
  path: '/cut-over',
  summary: 'Tokens of a source that have been used here, for the source deployment to disable',
  details:
    'By serial number. Until the source deployment has disabled a token, a passcode of it that is seen there can be used here. A page may be empty and still have a `next`.',
  caller: migrating('admin'),
  query: {
    schema: z.strictObject({
      source: z.string().min(1).max(255),
      open: z.enum(['true', 'false']).default('false'),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      next: pageMark.optional(),
    }),
    means: {
      source: 'Name of the source',
      open: '`true`: only those that the source deployment is not known to have disabled',
      limit: 'Tokens a page',
      next: 'From the page before',
    },
  },
  answer: {
    status: 200,
    means: 'A page of tokens, and how many there are.',
    body: { name: 'CutOver', schema: tokens },
  },
  errors: ['source.not_found'],
  handle: async (deps: CutOverPorts, { query }) => ({
    body: await cutOver(deps, { ...query, open: query.open === 'true' }),
  }),
});
