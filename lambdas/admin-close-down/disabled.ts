import * as z from 'zod';
import { type CutOverPorts, type MarkedDisabled, markDisabled } from '#core/administration/cut-over.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const marked = answers<MarkedDisabled>()(
  z.strictObject({
    marked: z.number().describe('How many are marked now'),
    known: z.number().describe('How many were marked before'),
    unknown: z.array(z.string()).describe('Serials that are not known to have been used here'),
  }),
);

export const markDisabledThere = route({
  id: 'markDisabledThere',
  method: 'POST',
  path: '/cut-over/disabled',
  summary: 'Say which tokens the source deployment has disabled',
  caller: migrating('admin'),
  credentials: 'kept',
  body: {
    name: 'DisabledThere',
    schema: z.strictObject({
      source: z.string().min(1).max(255),
      serials: z.array(z.string().min(1).max(64)).min(1).max(100),
    }),
    example: { source: 'am-old.corp.example', serials: ['000123456789'] },
  },
  answer: { status: 200, means: 'What has become of each.', body: { name: 'MarkedDisabled', schema: marked } },
  errors: ['source.not_found'],
  handle: async (deps: CutOverPorts & { isUsed(source: string, serial: string): Promise<boolean> }, call) => ({
    body: await markDisabled(deps, call.body, call),
  }),
});
