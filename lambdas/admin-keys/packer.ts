import * as z from 'zod';
import type { Packer } from '#core/administration/packers.ts';
import { answers, unixTime } from '../route/shapes.ts';

export const packer = answers<Packer>()(
  z.strictObject({
    id: z.string().describe('First 32 hex digits of the SHA-256 of the key'),
    name: z.string(),
    publicKey: z.string().describe('Base64 of the DER SubjectPublicKeyInfo (Ed25519)'),
    addedAt: unixTime,
    addedBy: z.string(),
    sources: z.array(z.string()).optional().describe('Trusted for packages of these sources; absent: of all'),
  }),
);
