import { endPackerTrust, type PackerPorts } from '#core/administration/packers.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';

export const removePacker = route({
  id: 'removePacker',
  method: 'DELETE',
  path: '/packers/{id}',
  summary: 'Trust a packer no more',
  caller: administrator('super-admin'),
  credentials: 'kept',
  params: { id: { means: 'The packer’s id', form: 'hex' } },
  answer: { status: 204, means: 'Removed.' },
  errors: ['packers.not_found'],
  handle: async (deps: PackerPorts, { actor, params, now }) => {
    await endPackerTrust(deps, params.id, { actor, now });
    return {};
  },
});
