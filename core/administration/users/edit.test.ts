import { createHash } from 'node:crypto';
import type { Role, User } from '#core/directory/model.ts';
import type { BreachPorts } from '#core/passwords/breached.ts';
import { passwordOf, verifySecret } from '#core/passwords/hash.ts';
import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { memory } from '#test/support/memory.ts';
import { type EditContext, planEdit, type UserEdit, userEdit } from './edit.ts';
import { oneTimePassword, planReset } from './reset.ts';

const ring = { current: 'k', keys: { k: Buffer.alloc(32, 1) } };
const stored = { hash: 'old', changedAt: 1, mustChange: false, history: [] };
const someone = (more: Partial<User> = {}): User => ({
  userId: 'LBjornsen',
  firstName: 'Lars',
  email: 'lars@corp.example',
  enabled: true,
  lockedOut: false,
  answers: [{ language: 'en_US', question: 'Your first pet?', hash: 'answer hash' }],
  tokens: [],
  failures: 4,
  failuresSince: 7,
  sessionEpoch: 2,
  imported: true,
  createdAt: 1,
  updatedAt: 1,
  version: 5,
  ...more,
});
const context = (more: { role?: Role; id?: string; settings?: (base: Settings) => Settings } = {}): EditContext => ({
  actor: { id: more.id ?? 'ada', role: more.role ?? 'help-desk', operator: false, fresh: true, methods: [] },
  settings: more.settings?.(defaultSettings()) ?? defaultSettings(),
  ring,
  breaches: memory().ports,
  now: 1000,
});
const optional = (base: Settings): Settings => ({
  ...base,
  internalDatabase: { ...base.internalDatabase, passwordRequired: false },
});
const edit = (fields: Omit<UserEdit, 'version'>, version = 5): UserEdit => userEdit.parse({ ...fields, version });
const code = (planned: Promise<unknown>) =>
  planned.then(
    () => undefined,
    (error: { code: string }) => error.code,
  );

describe('a user without a password', () => {
  test('can’t be edited, not even without a change', async () => {
    for (const fields of [{ lastName: 'Bjørnsen' }, { accountEnd: null }, { email: null }, {}])
      await expect(planEdit(someone(), edit(fields), context())).rejects.toMatchObject({
        code: 'user.password_required',
        status: 422,
        facts: { field: 'password' },
      });
  });
  test('can be edited in a save that carries a password, which must be changed at the next logon', async () => {
    const fields = { lastName: 'Bjørnsen', password: 'a new passphrase' };
    const { set, endSessions } = await planEdit(someone(), edit(fields), context());
    expect(set).toMatchObject({ lastName: 'Bjørnsen', password: { mustChange: true, changedAt: 1000 } });
    expect((await verifySecret('a new passphrase', set.password!.hash, ring, passwordOf('lbjornsen', {}))).ok).toBe(
      true,
    );
    expect(endSessions).toBe(true);
  });
  test('can be edited where the password is optional', async () => {
    const { set } = await planEdit(someone(), edit({ lastName: 'Bjørnsen' }), context({ settings: optional }));
    expect(set).toEqual({ lastName: 'Bjørnsen', updatedAt: 1000 });
  });
});

test('a user with a password is edited without one', async () => {
  const user = someone({ password: stored, accountEnd: 50, middleName: 'Erik' });
  const fields = { firstName: 'Lars', lastName: 'Berg', middleName: null, accountEnd: null, certificateDn: null };
  const { set, remove, endSessions } = await planEdit(user, edit(fields), context());
  expect(set).toEqual({ lastName: 'Berg', updatedAt: 1000 });
  expect(remove).toEqual(['middleName', 'accountEnd']);
  expect(endSessions).toBe(false);
});

test('a new address ends the sessions, and with them the links that went to the old one', async () => {
  for (const email of ['new@example.com', null]) {
    const plan = await planEdit(someone({ password: stored }), edit({ email }), context());
    expect(plan.endSessions).toBe(true);
  }
  const { email = null } = someone();
  expect((await planEdit(someone({ password: stored }), edit({ email }), context())).endSessions).toBe(false);
});

test('of a new address the domain is stored in ASCII, and an address that is so already is no change', async () => {
  const written = edit({ email: ' Lars@Bücher.example ' });
  const plan = await planEdit(someone({ password: stored }), written, context());
  expect(plan.set.email).toBe('Lars@xn--bcher-kva.example');
  const unchanged = someone({ password: stored, email: 'Lars@xn--bcher-kva.example' });
  expect((await planEdit(unchanged, written, context())).set).not.toHaveProperty('email');
});

test('an edit is refused for another version than the one that was seen', async () => {
  expect(await code(planEdit(someone({ password: stored }), edit({}, 4), context()))).toBe('user.conflict');
});

test('an edit of the profile carries no answers and no state of the account, which have acts of their own', () => {
  for (const fields of [{ answers: [] }, { clearAnswers: true }, { enabled: false }, { lockedOut: false }])
    expect(userEdit.safeParse({ version: 1, ...fields }).success).toBe(false);
});

test.each([
  ['two addresses', { email: 'a@b.example, c@d.example' }],
  ['a display name', { email: 'Ada <a@b.example>' }],
  ['a local part beyond ASCII', { email: 'jürgen@corp.example' }],
  ['a header', { email: 'a@b.example\r\nBcc: c@d.example' }],
  ['an empty name', { firstName: ' ' }],
  ['a long name', { lastName: 'x'.repeat(256) }],
  ['a language that is none', { preferredLanguage: 'en-' }],
  ['a date that is none', { accountEnd: 'tomorrow' }],
  ['a role that is none', { role: 'root' }],
  ['an attribute that is not for editing', { sessionEpoch: 0 }],
  ['another', { tokens: ['1'] }],
])('refuses %s', (_what, fields) => {
  expect(userEdit.safeParse({ version: 5, ...fields }).success).toBe(false);
});

test('an account that would end before it starts is refused', async () => {
  const user = someone({ password: stored, accountStart: Date.parse('2026-06-01') });
  const end = (accountEnd: string) => planEdit(user, userEdit.parse({ version: 5, accountEnd }), context());
  expect(await code(end('2026-06-01T00:00:00Z'))).toBe('user.account_dates');
  expect((await end('2026-06-01T02:00:00+01:00')).set.accountEnd).toBe(Date.parse('2026-06-01T01:00:00Z'));
  await expect(end('2026-05-31T00:00:00Z')).rejects.toMatchObject({ status: 422, facts: { field: 'accountEnd' } });
});

test('one date alone, or one removed in the same save, is accepted', async () => {
  const [early, late] = [Date.parse('2026-06-01'), Date.parse('2026-07-01')];
  const dates = async (accountStart: number | undefined, accountEnd: number | undefined, fields: object) => {
    const had = Object.entries({ accountStart, accountEnd }).filter(([, value]) => value !== undefined);
    const user = someone({ password: stored, ...Object.fromEntries(had) });
    return code(planEdit(user, userEdit.parse({ version: 5, ...fields }), context()));
  };
  expect(await dates(late, undefined, { accountEnd: '2026-06-01T00:00:00Z' })).toBe('user.account_dates');
  expect(await dates(late, undefined, { accountStart: null, accountEnd: '2026-06-01T00:00:00Z' })).toBeUndefined();
  expect(await dates(undefined, early, { accountStart: '2026-07-01T00:00:00Z' })).toBe('user.account_dates');
  expect(await dates(undefined, early, { accountStart: '2026-07-01T00:00:00Z', accountEnd: null })).toBeUndefined();
  expect(await dates(early, undefined, {})).toBeUndefined();
  expect(await dates(undefined, early, {})).toBeUndefined();
});

test('a role given or taken ends the sessions that were begun with another', async () => {
  const admin = context({ role: 'admin' });
  const ends = async (user: User, role: Role | null) => (await planEdit(user, edit({ role }), admin)).endSessions;
  expect(await ends(someone({ password: stored }), 'help-desk')).toBe(true);
  expect(await ends(someone({ password: stored, role: 'help-desk' }), null)).toBe(true);
  expect(await ends(someone({ password: stored, role: 'help-desk' }), 'help-desk')).toBe(false);
});

describe('A4', () => {
  const roles: readonly (Role | undefined)[] = ['super-admin', 'admin', 'help-desk', undefined];
  test('refuses an edit or a reset of a user of a higher role', async () => {
    for (const [mine, role] of (['super-admin', 'admin', 'help-desk'] as const).entries())
      for (const [theirs, other] of roles.entries()) {
        const user = someone({ password: stored, ...(other ? { role: other } : {}) });
        const refused = theirs < mine ? 'user.higher_role' : undefined;
        expect(await code(planEdit(user, edit({ email: 'x@y.example' }), context({ role })))).toBe(refused);
        // A7: of a user with a role, a super-administrator alone.
        const peer = other !== undefined && role !== 'super-admin' ? 'user.role_holder' : undefined;
        expect(await code(planReset(user, { method: 'one-time' }, context({ role })))).toBe(refused ?? peer);
      }
  });
  test('refuses a higher role for oneself, and a role above the actor’s for others', async () => {
    const give = (role: Role | null, user: User, as: Parameters<typeof context>[0]) =>
      code(planEdit({ ...user, password: stored }, edit({ role }), context(as)));
    const self = { role: 'admin', id: 'lbjornsen' } as const;
    expect(await give('super-admin', someone({ role: 'admin' }), self)).toBe('user.own_role');
    expect(await give(null, someone({ role: 'admin' }), self)).toBe('user.own_role');
    expect(await give('admin', someone({ role: 'admin' }), self)).toBeUndefined();
    expect(await give('super-admin', someone(), { role: 'admin' })).toBe('user.role_not_yours');
    expect(await give('admin', someone(), { role: 'admin' })).toBeUndefined();
    expect(await give('help-desk', someone(), { role: 'help-desk' })).toBe('user.role_not_yours');
    expect(await give(null, someone({ role: 'help-desk' }), { role: 'help-desk' })).toBe('user.role_not_yours');
  });
  test("refuses to set one's own password by an administrator's act", async () => {
    const own = context({ id: 'lbjornsen', role: 'admin' });
    const user = someone({ password: stored, role: 'admin' });
    expect(await code(planEdit(user, edit({ password: 'a new passphrase' }), own))).toBe('user.own_password');
    expect(await code(planReset(user, { method: 'one-time' }, own))).toBe('user.own_password');
  });
  test.each<[string, Parameters<typeof edit>[0]]>([
    ['another address', { email: 'mine@other.example' }],
    ['no address', { email: null }],
    ['a later end', { accountEnd: Date.UTC(2031, 0, 1) }],
    ['no end', { accountEnd: null }],
    ['an earlier start', { accountStart: 1 }],
  ])('refuses to give oneself %s, and lets another administrator and an operator do it', async (_what, fields) => {
    const user = someone({ password: stored, role: 'admin', accountStart: 5, accountEnd: Date.UTC(2030, 0, 1) });
    const asked = { ...fields, version: 5 } as UserEdit;
    const own = context({ id: 'lbjornsen', role: 'admin' });
    expect(await code(planEdit(user, asked, own))).toBe('user.own_account');
    expect(await code(planEdit(user, asked, { ...own, actor: { ...own.actor, operator: true } }))).toBeUndefined();
    expect(await code(planEdit(user, asked, context({ role: 'admin' })))).toBeUndefined();
  });
  test('lets administrators change their own name and language, and repeat an unchanged address', async () => {
    const user = someone({ password: stored, role: 'admin' });
    const fields = { lastName: 'Berg', preferredLanguage: 'nb', email: 'lars@corp.example' };
    const { set } = await planEdit(user, edit(fields), context({ id: 'lbjornsen', role: 'admin' }));
    expect(set).toEqual({ lastName: 'Berg', preferredLanguage: 'nb', updatedAt: 1000 });
  });
});

describe('A1: a reset', () => {
  const forbidden = (base: Settings): Settings => ({
    ...base,
    administratorReset: { ...base.administratorReset, allowTypedPassword: false },
  });
  test('by link changes nothing, and needs an address', async () => {
    expect(await planReset(someone(), { method: 'link' }, context())).toEqual({});
    const { email: _none, ...without } = someone();
    await expect(planReset(without, { method: 'link' }, context())).rejects.toMatchObject({
      code: 'user.mailbox_missing',
      status: 422,
      facts: { field: 'method' },
    });
  });
  test('N1: by link waits after an administrator gave the user another address', async () => {
    const user = someone({ readdressedAt: 0 });
    await expect(planReset(user, { method: 'link' }, context())).rejects.toMatchObject({
      code: 'user.readdressed',
      status: 409,
      facts: { until: '1970-01-02T00:00:00.000Z' },
    });
    expect(await planReset(user, { method: 'one-time' }, context())).toHaveProperty('change');
  });
  test('by one-time password sets a random one that must be changed, and lets the user in', async () => {
    const { change, oneTimePassword: once } = await planReset(someone(), { method: 'one-time' }, context());
    expect(once).toMatch(/^([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}$/u);
    expect((await verifySecret(once!, change!.set.password!.hash, ring, passwordOf('lbjornsen', {}))).ok).toBe(true);
    expect(change).toMatchObject({ set: { failures: 0, password: { mustChange: true } }, endSessions: true });
    expect(change!.remove).toEqual([]);
    expect(new Set(Array.from({ length: 100 }, oneTimePassword)).size).toBe(100);
  });
  test('by a typed password follows the password policy, and a setting can forbid it, in an edit too', async () => {
    const typed = (password: string, settings?: (base: Settings) => Settings) =>
      planReset(someone(), { method: 'typed', password }, context(settings ? { settings } : {}));
    expect(await code(typed('short'))).toBe('password.too_short');
    expect((await typed('a new passphrase')).change!.set.password!.mustChange).toBe(true);
    expect(await code(typed('a new passphrase', forbidden))).toBe('user.typed_password_forbidden');
    const edited = planEdit(someone(), edit({ password: 'a new passphrase' }), context({ settings: forbidden }));
    expect(await code(edited)).toBe('user.typed_password_forbidden');
  });
  test('by a typed password looks it up among breached ones where the setting asks for it, and a random one is not looked up', async () => {
    const settings = (base: Settings): Settings => ({
      ...base,
      passwordPolicy: { ...base.passwordPolicy, breachedPasswords: true },
    });
    const asked: string[] = [];
    // The rest of the SHA-1 of "a new passphrase".
    const suffix = createHash('sha1').update('a new passphrase').digest('hex').slice(5);
    const breaches: BreachPorts = {
      readBreachedRange: async (_url, prefix) => {
        asked.push(prefix);
        return { text: `${suffix}:7` };
      },
      noteLookupFailed: () => undefined,
    };
    const looking = { ...context({ settings }), breaches };
    const typed = planReset(someone(), { method: 'typed', password: 'a new passphrase' }, looking);
    expect(await code(typed)).toBe('password.breached');
    expect(await code(planEdit(someone(), edit({ password: 'a new passphrase' }), looking))).toBe('password.breached');
    expect(asked).toHaveLength(2);
    await planReset(someone(), { method: 'one-time' }, looking);
    expect(asked).toHaveLength(2);
  });
});
