import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { keyFingerprint } from '#core/export/fingerprint.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';

const exportKey = z.strictObject({ keyId: z.string(), fingerprint: z.string(), pem: z.string() });

type Deps = { exportPublicKey(): Promise<{ keyId: string; spki: Buffer }> };

export const showExportKey = route({
  id: 'showExportKey',
  method: 'GET',
  path: '/export-key',
  summary: 'The public key that packages are encrypted to',
  details: 'Its private half never leaves KMS.',
  caller: migrating('admin'),
  answer: { status: 200, means: 'RSA_4096 in PEM.', body: { name: 'ExportKey', schema: exportKey } },
  errors: [],
  handle: async (deps: Deps) => {
    const { keyId, spki } = await deps.exportPublicKey();
    const key = createPublicKey({ key: spki, type: 'spki', format: 'der' });
    const pem = String(key.export({ type: 'spki', format: 'pem' }));
    return { body: { keyId, fingerprint: keyFingerprint(spki), pem } };
  },
});
