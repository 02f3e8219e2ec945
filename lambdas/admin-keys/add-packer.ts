import * as z from 'zod';
import { type PackerPorts, trustPacker } from '#core/administration/packers.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { packer } from './packer.ts';

const packerBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** PEM, or base64 of the DER SubjectPublicKeyInfo. */
  publicKey: z.string().min(1).max(2000),
  sources: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(100)
    .optional()
    .describe('Trusted for packages of these sources; absent: of all'),
});

export const addPacker = route({
  id: 'addPacker',
  method: 'POST',
  path: '/packers',
  summary: 'Trust a packer',
  caller: administrator('super-admin'),
  // Its packages bring credentials of their own.
  credentials: 'changed',
  body: {
    name: 'NewPacker',
    schema: packerBody,
    example: { name: 'build host', publicKey: 'MCowBQYDK2VwAyEA…' },
  },
  answer: { status: 201, means: 'Trusted from now on.', body: { name: 'Packer', schema: packer } },
  errors: ['packers.key_invalid', 'packers.exists'],
  handle: async (deps: PackerPorts, { actor, body: { sources, ...body }, now }) => ({
    body: await trustPacker(deps, { ...body, ...(sources ? { sources } : {}) }, { actor, now }),
  }),
});
