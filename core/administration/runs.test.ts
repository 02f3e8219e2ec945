import type { AuditEntry } from '#core/audit.ts';
import type { UserIdMap } from '#core/migration/user-id-map.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '#test/support/package.ts';
import { runMemory } from '#test/support/run-memory.ts';
import { requestRun } from './runs.ts';
import { type SourcePorts, sourceViews } from './sources.ts';

const NOW = 1_000_000;
const keys = newPackageKeys();
const asked = (role: 'super-admin' | 'admin') =>
  ({
    actor: { id: 'ada', role, operator: false, fresh: true, methods: [], source: '192.0.2.1' },
    now: NOW,
  }) as const;

async function setUp(selfService = 'RSA_Password') {
  const { bytes } = await packInMemory(keys, [sampleUser('ana')], { now: NOW });
  const memory = runMemory();
  const audit: AuditEntry[] = [];
  const settings = defaultSettings();
  const ports = {
    ...memory.ports,
    sizeOf: async () => bytes.length,
    reader: () => rangeReader(bytes),
    trustedPackers: async () => [keys.packer],
    readSettings: async () => ({
      settings: { ...settings, consoleAuthentication: { ...settings.consoleAuthentication, selfService } },
      version: 3,
    }),
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
  };
  return { ...memory, ports, audit };
}
const request = { key: 'staged/x', etag: 'e', kind: 'import', again: false, queue: false } as const;

test('only a super-admin asks for an import that changes what is used here, or that waits for no yes', async () => {
  const { ports, audit } = await setUp();
  for (const options of [{ applyToTouched: true }, { confirmed: true }] as const) {
    const refused = requestRun(ports, { ...request, options }, asked('admin'));
    await expect(refused).rejects.toMatchObject({ code: 'role.required', facts: { role: 'super-admin' } });
    expect(await requestRun(ports, { ...request, kind: 'preview', options }, asked('admin'))).toMatchObject({
      status: 'starting',
    });
  }
  expect(audit).toMatchObject([{ outcome: 'failure' }, { outcome: 'failure' }]);
  expect(await requestRun(ports, request, asked('admin'))).toMatchObject({ status: 'starting' });
});

test('A8: a yes beforehand approves the settings as they are now, where they would wait', async () => {
  const options = { confirmed: true } as const;
  const strict = await setUp('RSA_Password+SecurID_Native');
  const { id } = await requestRun(strict.ports, { ...request, options }, asked('super-admin'));
  expect(strict.records.get(id)).toMatchObject({
    approval: { decision: 'approved', by: 'ada', at: NOW, before: { selfService: 'RSA_Password+SecurID_Native' } },
  });
  for (const expression of ['RSA_Password', 'SecurID_Native']) {
    const open = await setUp(expression);
    const run = await requestRun(open.ports, { ...request, options }, asked('super-admin'));
    expect(open.records.get(run.id)).not.toHaveProperty('approval');
  }
});

test('a source is shown with who writes, who waits, and the user IDs that its people get', async () => {
  const { ports, sources, writers, queues } = await setUp();
  sources.set('old', { name: 'old', kind: 'external', firstRun: 'a' });
  const views = (map?: UserIdMap) => {
    const found: SourcePorts = {
      ...ports,
      listSources: async () => [...sources.values()],
      readUserIds: async () => map,
      closeSource: async () => false,
    };
    return sourceViews(found);
  };
  expect(await views()).toEqual([{ name: 'old', kind: 'external', firstRun: 'a', queued: [] }]);
  writers.set('old', { holder: { run: 'b', attempt: 1, since: NOW } });
  queues.set('old', ['c']);
  expect(await views({ renames: { ann: 'x' } })).toMatchObject([{ writer: 'b', queued: ['c'], renames: 1 }]);
  expect(await views({ renames: {}, suffix: '@old' })).toMatchObject([{ renames: 0, userIdSuffix: '@old' }]);
});
