/** The export key's public half, and the packers whose packages are believed (U6). */
import { createPublicKey } from 'node:crypto';
import type { Packer } from '#adapters/directory/packers.ts';
import type { AuditEntry } from '#adapters/operations/audit.ts';
import { keyFingerprint } from '#core/export/fingerprint.ts';
import { readPackerKey } from '#core/packers/key.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { packerBody } from './schema.ts';

export type Deps = {
  readonly requireAdministrator: RequireAdministrator;
  exportPublicKey(): Promise<{ keyId: string; spki: Buffer }>;
  trustedPackers(): Promise<Packer[]>;
  addPacker(packer: Packer): Promise<void>;
  removePacker(id: string): Promise<Packer>;
  writeAudit(entry: AuditEntry): Promise<void>;
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
        const { id: addedBy, source } = await deps.requireAdministrator(request, 'super-admin');
        const { name, publicKey } = parse(packerBody, request.body);
        const { now } = request;
        const packer = { ...readPackerKey(publicKey), name, addedAt: now, addedBy };
        await deps.addPacker(packer);
        const entry = { actor: addedBy, action: 'packers.added', object: packer.id, source, now };
        await deps.writeAudit({ ...entry, outcome: 'success', after: { name, publicKey: packer.publicKey } });
        return { status: 201, body: packer };
      },
      'DELETE /packers/{id}': async (request) => {
        const { id: actor, source } = await deps.requireAdministrator(request, 'super-admin');
        const { id, name, publicKey } = await deps.removePacker(request.params['id'] ?? '');
        const entry = { actor, action: 'packers.removed', object: id, source, now: request.now };
        await deps.writeAudit({ ...entry, outcome: 'success', before: { name, publicKey } });
        return { status: 204 };
      },
    }),
  );
}
