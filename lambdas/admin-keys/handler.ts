/** The export key's public half, and the packers whose packages are believed (U6). */
import { createPublicKey } from 'node:crypto';
import { endPackerTrust, type Packer, type PackerPorts, trustPacker } from '#core/administration/packers.ts';
import { keyFingerprint } from '#core/export/fingerprint.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { packerBody } from './schema.ts';

export type Deps = PackerPorts & {
  readonly requireAdministrator: RequireAdministrator;
  exportPublicKey(): Promise<{ keyId: string; spki: Buffer }>;
  trustedPackers(): Promise<Packer[]>;
};

export function createHandler(deps: Deps) {
  return api(
    adminRoutes({
      'GET /export-key': async (request) => {
        await deps.requireAdministrator(request, 'admin');
        const { keyId, spki } = await deps.exportPublicKey();
        const pem = createPublicKey({ key: spki, type: 'spki', format: 'der' }).export({ type: 'spki', format: 'pem' });
        return { status: 200, body: { keyId, fingerprint: keyFingerprint(spki), pem } };
      },
      'GET /packers': async (request) => {
        await deps.requireAdministrator(request, 'admin');
        return { status: 200, body: { packers: await deps.trustedPackers() } };
      },
      'POST /packers': async (request) => {
        const actor = await deps.requireAdministrator(request, 'super-admin');
        const given = parse(packerBody, request.body);
        return { status: 201, body: await trustPacker(deps, given, { actor, now: request.now }) };
      },
      'DELETE /packers/{id}': async (request) => {
        const actor = await deps.requireAdministrator(request, 'super-admin');
        await endPackerTrust(deps, request.params['id'] ?? '', { actor, now: request.now });
        return { status: 204 };
      },
    }),
  );
}
