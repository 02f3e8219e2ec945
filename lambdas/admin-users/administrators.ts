import * as z from 'zod';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';

type Deps = {
  readAdministrators(): Promise<{ readonly keys: readonly string[]; readonly superAdmins: readonly string[] }>;
};

export const countAdministrators = route({
  id: 'countAdministrators',
  method: 'GET',
  path: '/administrators',
  summary: 'How many administrators there are',
  details: 'Of one super-administrator alone the overview warns: without the token nobody but an operator helps.',
  caller: administrator('admin'),
  answer: {
    status: 200,
    means: 'Those who are enabled.',
    body: {
      name: 'Administrators',
      schema: z.strictObject({ enabled: z.number(), superAdmins: z.number() }),
    },
  },
  errors: [],
  handle: async (deps: Deps) => {
    const { keys, superAdmins } = await deps.readAdministrators();
    return { body: { enabled: keys.length, superAdmins: superAdmins.length } };
  },
});
