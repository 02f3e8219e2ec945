import type { Packer } from '#core/administration/packers.ts';
import type { AuditEntry, Entries } from '#core/audit.ts';
import { newPackerKey } from '#core/packers/key.ts';
import { answerOf, eventFor, guardPorts, OPERATOR, type Sent } from '#test/support/edge.ts';
import { memory } from '#test/support/memory.ts';
import { runMemory } from '#test/support/run-memory.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

function setUp() {
  const packers = new Map<string, Packer>();
  const audit: AuditEntry[] = [];
  const spki = Buffer.alloc(0);
  const deps = {
    exportPublicKey: async () => ({ keyId: 'k', spki }),
    trustedPackers: async () => [...packers.values()],
    addPacker: async (packer: Packer, entries: Entries) => {
      packers.set(packer.id, packer);
      audit.push(...entries);
    },
    ...runMemory().ports,
    listSources: async () => [],
    listRuns: async () => ({ records: [] }),
    readPacker: async (id: string) => packers.get(id),
    removePacker: async (_id: string, entries: Entries) => audit.push(...entries) > 0,
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
  };
  const handler = serve(routes, deps, guardPorts(memory().ports));
  return { audit, call: (key: string, sent: Sent = {}) => answerOf(handler, eventFor(key, sent)) };
}

test('a packer that is trusted, and one that is trusted no more, stand in the audit with who did it', async () => {
  const { audit, call } = setUp();
  const publicKey = newPackerKey().publicKey;
  const { status, body } = await call('POST /api/operator/packers', { body: { name: 'build host', publicKey } });
  expect([status, body.name, body.addedBy]).toEqual([201, 'build host', OPERATOR]);
  expect(await call('DELETE /api/operator/packers/{id}', { params: { id: body.id } })).toMatchObject({
    status: 200,
    body: { stopped: [], imported: [] },
  });
  const named = { name: 'build host', publicKey: body.publicKey };
  const by = { actor: OPERATOR, object: body.id, outcome: 'success', source: '198.51.100.1', now: expect.any(Number) };
  expect(audit).toEqual([
    { ...by, action: 'packers.added', after: named },
    { ...by, action: 'packers.removed', before: named },
  ]);
});
