import type { CreatePorts } from '#core/administration/users/create-administrator.ts';
import type { AuditEntry } from '#core/audit.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { answerOf, eventFor, guardPorts, OPERATOR } from '#test/support/edge.ts';
import { logLinesOf } from '#test/support/log-lines.ts';
import { memory } from '#test/support/memory.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

const { example } = routes[0]!.body as { example: object };

function setUp(enabled: number) {
  const audit: AuditEntry[] = [];
  const created: string[] = [];
  const mails: unknown[] = [];
  const deps = {
    readSettings: async () => ({ settings: defaultSettings() }),
    readAdministrators: async () => ({
      keys: Array.from({ length: enabled }, (_, index) => `admin${index}`),
      version: 1,
    }),
    enqueueMail: async (mail: unknown) => void mails.push(mail),
    createAdministrator: async (...[{ userId }, , , , entries]: Parameters<CreatePorts['createAdministrator']>) => {
      created.push(userId);
      audit.push(...entries);
    },
    sealer: async () => ({
      seed: () => ({ wrappedKey: new Uint8Array(), context: {}, box: new Uint8Array() }),
      pin: () => 'hash',
      sealId: () => 'seal',
    }),
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
  };
  const handler = serve(routes, deps, guardPorts(memory().ports));
  const create = (path = 'create-admin', more: object = {}) =>
    answerOf(handler, eventFor(`POST /api/operator/${path}`, { body: { ...example, ...more } }));
  return { audit, created, create, mails };
}
const by = { actor: OPERATOR, action: 'admin.created', object: 'root', source: '198.51.100.1' };

test('the first administrator is created and stands in the audit', async () => {
  const { audit, created, create } = setUp(0);
  const body = { userId: 'root', role: 'super-admin', serial: '000123456789', brokeGlass: false };
  expect(await create()).toMatchObject({ status: 201, body });
  expect(created).toEqual(['root']);
  const facts = { serial: '000123456789', brokeGlass: false };
  expect(audit).toMatchObject([{ ...by, outcome: 'success', after: { role: 'super-admin' }, facts }]);
});

test('while there is an enabled administrator another one is refused, and the audit tells that it was tried', async () => {
  const { audit, created, create } = setUp(1);
  expect(await create()).toMatchObject({ status: 409, body: { code: 'admin.enabled_exists' } });
  expect(created).toEqual([]);
  expect(audit).toMatchObject([{ ...by, outcome: 'failure', facts: { code: 'admin.enabled_exists' } }]);
});

test('in an emergency another one is created, and the audit and the line that the alarm counts say so', async () => {
  const { audit, create } = setUp(1);
  const lines = await logLinesOf(async () =>
    expect(await create('break-glass')).toMatchObject({ status: 201, body: { brokeGlass: true } }),
  );
  expect(lines).toMatchObject([{ event: 'admin.break_glass', user: 'root', actor: OPERATOR }]);
  expect(await logLinesOf(() => setUp(0).create())).toEqual([]);
  expect(audit).toMatchObject([{ ...by, outcome: 'success', facts: { brokeGlass: true } }]);
});

test('each administrator is told of another one who was created in an emergency, and a field of the request breaks no glass', async () => {
  const { create, created, mails } = setUp(2);
  expect((await create('create-admin', { breakGlass: true })).status).toBe(400);
  expect([created, mails]).toEqual([[], []]);
  await create('break-glass');
  const told = { kind: 'way-changed', change: 'break-glass', by: 'operator' };
  expect(mails).toMatchObject([
    { ...told, user: 'admin0' },
    { ...told, user: 'admin1' },
  ]);
});
