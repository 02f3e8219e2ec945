import type { AuditEntry } from '#core/audit.ts';
import { MADE_HERE, placeOf } from '#core/directory/journey.ts';
import type { Token, User } from '#core/directory/model.ts';
import { createFirstAdministrator, newAdministrator } from './create-administrator.ts';

const NOW = 1_000;
const POLICY = { pinMinLength: 4, pinMaxLength: 8 } as Parameters<typeof createFirstAdministrator>[2];
const TOKEN = {
  serial: '000123456789',
  algorithm: 'securid-aes128',
  seed: Buffer.alloc(16, 7).toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  enabled: true,
} as const;
const asked = (more: object = {}, token: object = {}, breakGlass = false) => ({
  ...newAdministrator.parse({ userId: ' Ada ', token: { ...TOKEN, ...token }, ...more }),
  breakGlass,
});

type Created = { user: User; token: Token; seen: number; by: string };
function setUp(enabled: number) {
  const created: Created[] = [];
  const mails: unknown[] = [];
  const audit: AuditEntry[] = [];
  const sealed = { wrappedKey: new Uint8Array(), context: {}, box: new Uint8Array([1]) };
  const create = (request: ReturnType<typeof asked>) =>
    createFirstAdministrator(
      {
        readAdministrators: async () => ({ keys: Array.from({ length: enabled }, () => 'bert'), version: 7 }),
        enqueueMail: async (mail) => void mails.push(mail),
        writeAudit: async (entry) => void audit.push(entry),
        createAdministrator: async (user, token, seen, by, entries) => {
          created.push({ user, token, seen, by });
          audit.push(...entries);
        },
        sealer: async (serial) => ({
          seed: (_serial, seed) => ({ ...sealed, context: { serial, length: String(seed.length) } }),
          pin: (_token, pin) => `hash of ${pin}`,
          sealId: (key) => `seal of ${key}`,
        }),
      },
      request,
      POLICY,
      {
        actor: { id: 'operator', role: 'super-admin', operator: true, fresh: true, methods: [], source: '192.0.2.1' },
        now: NOW,
      },
    );
  return { created, audit, create, mails };
}

test('the first administrator is created with a token, and as super-admin where no role is named', async () => {
  const { created, create } = setUp(0);
  expect(await create(asked())).toEqual({ brokeGlass: false });
  expect(created).toHaveLength(1);
  const [{ user, token, seen, by }] = created as [Created];
  expect({ seen, by }).toEqual({ seen: 7, by: 'operator' });
  expect(user).toStrictEqual({
    userId: 'Ada',
    ...placeOf(MADE_HERE, 'user', 'ada'),
    role: 'super-admin',
    enabled: true,
    lockedOut: false,
    answers: [],
    tokens: ['000123456789'],
    failures: 0,
    failuresSince: 0,
    touchedAt: NOW,
    sealId: 'seal of ada',
    // No session of a user with this user ID before is this one's.
    sessionEpoch: NOW,
    imported: false,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
  });
  expect(token).toMatchObject({
    serial: '000123456789',
    assignee: 'ada',
    createdAt: NOW,
    seed: { context: { serial: '000123456789', length: '16' } },
  });
  expect(token).not.toHaveProperty('origin');
  expect(token).not.toHaveProperty('pinHash');
});

test('names, address, role and PIN are taken over', async () => {
  const { created, create } = setUp(0);
  const person = { firstName: 'Ada', lastName: 'Berg', email: 'ada@example.com', role: 'admin' };
  await create(asked(person, { pin: '7294' }));
  expect(created[0]!.user).toMatchObject(person);
  expect(created[0]!.token.pinHash).toBe('hash of 7294');
});

test('of the address the domain is stored in ASCII', async () => {
  const { created, create } = setUp(0);
  await create(asked({ email: 'ada@bücher.example' }));
  expect(created[0]!.user.email).toBe('ada@xn--bcher-kva.example');
});

test('while an administrator is enabled only breakGlass creates another one', async () => {
  const { created, create, mails } = setUp(1);
  await expect(create(asked())).rejects.toMatchObject({ code: 'admin.enabled_exists', status: 409 });
  expect(created).toEqual([]);
  expect(await create(asked({}, {}, true))).toEqual({ brokeGlass: true });
  expect(created).toHaveLength(1);
  expect(mails).toEqual([{ kind: 'way-changed', user: 'bert', change: 'break-glass', by: 'operator', at: NOW }]);
  const first = setUp(0);
  expect(await first.create(asked({}, {}, true))).toEqual({ brokeGlass: false });
  expect(first.mails).toEqual([]);
});

test.each([
  ['a seed of no use', { seed: Buffer.alloc(15).toString('base64') }, 'token.seed_invalid'],
  ['a PIN against the policy', { pin: '12 4' }, 'pin.characters'],
])('refuses %s, and writes nothing', async (_what, token, code) => {
  const { created, create } = setUp(0);
  await expect(create(asked({}, token))).rejects.toMatchObject({ code });
  expect(created).toEqual([]);
});

test.each([
  ['no name', { userId: ' ' }],
  ['a long name', { lastName: 'x'.repeat(256) }],
  ['two addresses', { email: 'a@b.example, c@d.example' }],
  ['a local part beyond ASCII', { email: 'jürgen@corp.example' }],
  ['a role that is none', { role: 'root' }],
  ['an unknown field', { failures: 1 }],
])('refuses %s', (_what, more) => {
  expect(newAdministrator.safeParse({ userId: 'Ada', token: TOKEN, ...more }).success).toBe(false);
});

test('the audit holds a creation, and every refusal with its code', async () => {
  const [first, second] = [setUp(0), setUp(1)];
  await first.create(asked());
  const entry = { actor: 'operator', action: 'admin.created', object: 'ada', source: '192.0.2.1', now: NOW };
  const facts = { serial: '000123456789', brokeGlass: false };
  expect(first.audit).toEqual([{ ...entry, outcome: 'success', after: { role: 'super-admin' }, facts }]);
  await expect(second.create(asked())).rejects.toMatchObject({ code: 'admin.enabled_exists' });
  expect(second.audit).toEqual([{ ...entry, outcome: 'failure', facts: { code: 'admin.enabled_exists' } }]);
});
