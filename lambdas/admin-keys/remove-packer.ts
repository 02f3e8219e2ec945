import * as z from 'zod';
import { type EndedTrust, type EndTrustPorts, endPackerTrust } from '#core/administration/packers.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const ended = answers<EndedTrust>()(
  z.strictObject({
    stopped: z.array(z.string()).describe('Runs that waited: they are not started'),
    imported: z.array(z.string()).describe('Imports of its packages, newest first: each may be taken back'),
  }),
);

export const removePacker = route({
  id: 'removePacker',
  method: 'DELETE',
  path: '/packers/{id}',
  summary: 'Trust a packer no more',
  details: 'Its packages that wait are not imported. What was imported stays, and is named.',
  caller: administrator('super-admin'),
  credentials: 'kept',
  params: { id: { means: 'The packer’s id', form: 'hex' } },
  answer: { status: 200, means: 'Removed.', body: { name: 'EndedTrust', schema: ended } },
  errors: ['packers.not_found'],
  handle: async (deps: EndTrustPorts, { actor, params, now }) => ({
    body: await endPackerTrust(deps, params.id, { actor, now }),
  }),
});
