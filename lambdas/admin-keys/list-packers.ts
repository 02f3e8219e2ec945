import * as z from 'zod';
import type { Packer } from '#core/administration/packers.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { packer } from './packer.ts';

export const listPackers = route({
  id: 'listPackers',
  method: 'GET',
  path: '/packers',
  summary: 'Whose packages are believed',
  caller: migrating('admin'),
  answer: {
    status: 200,
    means: 'The trusted packers.',
    body: { name: 'Packers', schema: z.strictObject({ packers: z.array(packer) }) },
  },
  errors: [],
  handle: async (deps: { trustedPackers(): Promise<Packer[]> }) => ({ body: { packers: await deps.trustedPackers() } }),
});
