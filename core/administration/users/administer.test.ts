import type { AuditEntry, Entries } from '#core/audit.ts';
import type { Role, User } from '#core/directory/model.ts';
import { LandfallError } from '#core/errors.ts';
import { aUser, NOW, RING, settingsWith } from '#test/support/memory.ts';
import type { AccountAct } from './act.ts';
import { actOnAccount, editUser, existing, resetPassword } from './administer.ts';
import { type UserChange, type UserEdit, userEdit } from './edit.ts';

const keys: string[] = [];
const onlyAnna = {
  readUser: async (key: string) => {
    keys.push(key);
    return key === 'anna' ? aUser() : undefined;
  },
};

test('a user is found however the ID is written, and an ID that is too long is answered as unknown', async () => {
  expect(await existing(onlyAnna, 'ANNA')).toMatchObject({ userId: 'anna' });
  const NOT_FOUND = { code: 'user.not_found', status: 404 };
  for (const id of ['bert', '', '\ufdfa'.repeat(255)])
    await expect(existing(onlyAnna, id)).rejects.toMatchObject(NOT_FOUND);
  // A key that the table takes.
  expect(Math.max(...keys.map((key) => Buffer.byteLength(key)))).toBeLessThan(1025);
});

const password = { hash: 'old', changedAt: 1, mustChange: false, history: [] };
function setUp(more: Partial<User> = {}, role: Role = 'admin') {
  const user = aUser({ userId: 'Anna', password, email: 'anna@example.com', ...more });
  const audit: AuditEntry[] = [];
  const mails: unknown[] = [];
  const saved: unknown[] = [];
  const alarms: string[] = [];
  const administrators = { keys: ['ada', 'bo'], superAdmins: ['ada'] };
  let hits = 0;
  const ports = {
    readUser: async (key: string) => (key === 'anna' ? user : undefined),
    readSettings: async () => ({ settings: settingsWith({}) }),
    peppers: async () => RING,
    saveUser: async (seen: User, { set, remove }: UserChange, by: string, entries: Entries) => {
      saved.push({ seen, set, by });
      audit.push(...entries);
      const after: Record<string, unknown> = { ...seen, ...set };
      for (const field of remove) delete after[field];
      return after as User;
    },
    readBreachedRange: () => Promise.reject(new Error('was asked')),
    noteLookupFailed: () => undefined,
    readAdministrators: async () => administrators,
    noteSecondWay: ({ user: whose }: { user: string }) => void alarms.push(whose),
    enqueueMail: async (mail: unknown) => void mails.push(mail),
    hit: async (_kind: string, _key: string, limit: number) => (hits < limit ? ++hits : undefined),
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
  };
  const asked = {
    actor: { id: 'ada', role, operator: false, fresh: true, methods: [], source: '192.0.2.1' },
    now: NOW,
  };
  const edit = (fields: Omit<UserEdit, 'version'>) =>
    editUser(ports, 'ANNA', userEdit.parse({ version: 1, ...fields }), asked);
  const act = (what: AccountAct) => actOnAccount(ports, 'ANNA', what, asked);
  const reset = (given: Parameters<typeof resetPassword>[2]) => resetPassword(ports, 'ANNA', given, asked);
  return { user, audit, mails, saved, alarms, administrators, ports, act, edit, reset };
}
const told = (change: string) => ({ kind: 'way-changed', user: 'anna', change, by: 'administrator', at: NOW });
const ENTRY = { actor: 'ada', object: 'anna', source: '192.0.2.1', now: NOW };

test('an edit is saved on the version that was seen, answered, and in the audit with before and after', async () => {
  const { user, audit, mails, saved, edit } = setUp({ preferredLanguage: 'en' });
  expect(await edit({ preferredLanguage: 'de' })).toMatchObject({ userId: 'Anna', preferredLanguage: 'de' });
  expect(saved).toEqual([{ seen: user, set: { preferredLanguage: 'de', updatedAt: NOW }, by: 'ada' }]);
  const [before, after] = [{ preferredLanguage: 'en' }, { preferredLanguage: 'de' }];
  expect(audit).toEqual([{ ...ENTRY, action: 'user.edited', outcome: 'success', before, after }]);
  expect(mails).toEqual([]);
});

test('an act on an account asks for no password, and is in the audit under its own name', async () => {
  const { password: _none, ...without } = aUser({ userId: 'Anna' });
  const { audit, saved, ports, act } = setUp();
  ports.readUser = async () => without;
  expect(await act('disable')).toMatchObject({ userId: 'Anna', enabled: false });
  expect(saved).toEqual([{ seen: without, set: { enabled: false, updatedAt: NOW }, by: 'ada' }]);
  expect(audit).toEqual([
    { ...ENTRY, action: 'user.disabled', outcome: 'success', before: { enabled: true }, after: { enabled: false } },
  ]);
});

test('N1: clearing answers tells their user, disabling an account does not', async () => {
  const { mails, act } = setUp({ answers: [{ language: 'en_US', question: 'Pet?', hash: 'h' }] });
  await act('disable');
  expect(mails).toEqual([]);
  await act('clear-answers');
  expect(mails).toEqual([told('answers-cleared')]);
});

test('N1: an edit tells its user of each way in that it changes, and the address before it of its end', async () => {
  const { mails, edit, administrators } = setUp();
  // A sole administrator: two ways at once are refused to others (A9).
  administrators.keys = ['ada'];
  await edit({ password: 'a new passphrase', email: 'anna@example.net', role: 'help-desk' });
  expect(mails).toEqual(['address-former', 'address', 'temporary-password', 'role'].map(told));
  const removed = setUp();
  await removed.edit({ password: 'a new passphrase', email: null });
  expect(removed.mails).toEqual([told('address-former')]);
  const { email: _none, ...without } = aUser({ password });
  const first = setUp();
  first.ports.readUser = async () => without;
  await first.edit({ email: 'anna@example.com' });
  expect(first.mails).toEqual([told('address')]);
  expect(JSON.stringify([mails, removed.mails, first.mails])).not.toContain('example');
});

test('A9: what an edit or a reset gives is kept with the user, and a second way is refused to the same administrator', async () => {
  const { saved, edit, reset, ports, user, audit } = setUp();
  await reset({ method: 'one-time' });
  await edit({ email: 'anna@example.net' });
  expect(saved).toMatchObject([
    { set: { waysGiven: [{ way: 'one-time-password', by: 'ada', at: NOW }] } },
    { set: { waysGiven: [{ way: 'address', by: 'ada', at: NOW }] } },
  ]);
  const waysGiven = [{ way: 'cleared-pin', by: 'ada', at: NOW }] as const;
  ports.readUser = async () => ({ ...user, waysGiven });
  for (const second of [() => reset({ method: 'one-time' }), () => edit({ email: 'anna@example.org' })])
    await expect(second()).rejects.toMatchObject({ code: 'user.second_way', status: 403 });
  // A link gives nothing but to the mailbox that the user has, and another name is no way in.
  await reset({ method: 'link' });
  await edit({ firstName: 'Ann' });
  expect(audit.filter(({ outcome }) => outcome === 'failure')).toMatchObject([
    { facts: { code: 'user.second_way' } },
    { facts: { code: 'user.second_way' } },
  ]);
});

test('A9: a sole administrator may give two ways, which raises an alarm once it is done and is in the audit', async () => {
  const { edit, alarms, administrators, audit } = setUp();
  administrators.keys = ['ada'];
  await edit({ password: 'a new passphrase', email: 'anna@example.net' });
  expect(alarms).toEqual(['anna']);
  expect(audit).toMatchObject([{ action: 'user.edited', facts: { secondWay: 'address' } }]);
});

test('A9: where the internal database requires a password, a first address may come with it', async () => {
  const { ports, edit, saved, alarms } = setUp();
  ports.readUser = async () => aUser({ userId: 'Anna' });
  await edit({ password: 'a new passphrase', email: 'anna@example.net' });
  expect(saved).toMatchObject([{ set: { waysGiven: [{ way: 'address' }, { way: 'one-time-password' }] } }]);
  expect(alarms).toEqual([]);
});

test('N1: an operator is told apart from an administrator', async () => {
  const { mails, ports } = setUp();
  const operator = {
    id: 'arn:aws:iam::1:user/o',
    role: 'super-admin',
    operator: true,
    fresh: true,
    methods: [],
    source: '192.0.2.1',
  } as const;
  await resetPassword(ports, 'ANNA', { method: 'one-time' }, { actor: operator, now: NOW });
  expect(mails).toEqual([{ ...told('temporary-password'), by: 'operator' }]);
});

test('A6: an administrator gives out 20 one-time or typed passwords an hour, and links without end', async () => {
  const { ports, saved, reset, edit } = setUp();
  for (let given = 0; given < 19; given++) await reset({ method: 'one-time' });
  await edit({ password: 'a new passphrase' });
  saved.length = 0;
  const refused = { code: 'user.temporary_passwords', status: 429, facts: { perHour: 20, retryAfterSeconds: 3590 } };
  await expect(reset({ method: 'one-time' })).rejects.toMatchObject(refused);
  await expect(reset({ method: 'typed', password: 'a new passphrase' })).rejects.toMatchObject(refused);
  await expect(edit({ password: 'a new passphrase' })).rejects.toMatchObject(refused);
  expect(saved).toEqual([]);
  expect(await reset({ method: 'link' })).toEqual({});
  const own = { administratorReset: { temporaryPasswordsPerHour: 21 } };
  ports.readSettings = async () => ({ settings: settingsWith(own) });
  expect(await reset({ method: 'one-time' })).toHaveProperty('oneTimePassword');
});

test('a reset by link changes nothing and mails the link', async () => {
  const { audit, mails, saved, reset } = setUp();
  expect(await reset({ method: 'link' })).toEqual({});
  expect(mails).toEqual([{ kind: 'administrator-reset', user: 'anna' }]);
  expect(saved).toEqual([]);
  expect(audit).toEqual([{ ...ENTRY, action: 'user.password_reset', outcome: 'success', facts: { method: 'link' } }]);
});

test('a one-time password is in the answer, its user is mailed, and it is stored nowhere', async () => {
  const { user, audit, mails, saved, reset } = setUp();
  const { oneTimePassword: once } = await reset({ method: 'one-time' });
  expect(once).toMatch(/^[\w-]{23}$/u);
  expect(saved).toMatchObject([{ seen: user, by: 'ada', set: { password: { mustChange: true } } }]);
  expect(mails).toEqual([told('temporary-password')]);
  expect(audit).toMatchObject([
    {
      ...ENTRY,
      outcome: 'success',
      facts: { method: 'one-time' },
      before: { password: 'set' },
      after: { password: 'changed' },
    },
  ]);
  expect(JSON.stringify([audit, mails, saved])).not.toContain(once);
});

test('a typed password is not in the answer, and a user without an address gets no mail', async () => {
  const { mails, reset } = setUp();
  expect(await reset({ method: 'typed', password: 'a new passphrase' })).toStrictEqual({});
  expect(mails).toHaveLength(1);
  const { email: _none, ...without } = aUser();
  const silent = setUp();
  silent.ports.readUser = async () => without;
  await silent.reset({ method: 'one-time' });
  expect(silent.mails).toEqual([]);
});

test('an attempt beyond the rights of a role is in the audit; a mistake is not', async () => {
  const { audit, saved, act, edit, reset } = setUp({ role: 'super-admin' });
  await expect(act('disable')).rejects.toMatchObject({ code: 'user.higher_role' });
  await expect(edit({ lastName: 'Berg' })).rejects.toMatchObject({ code: 'user.higher_role' });
  await expect(reset({ method: 'one-time' })).rejects.toMatchObject({ code: 'user.higher_role' });
  const refused = { ...ENTRY, outcome: 'failure', facts: { code: 'user.higher_role' } };
  expect(audit).toEqual([
    { ...refused, action: 'user.disabled' },
    { ...refused, action: 'user.edited' },
    { ...refused, action: 'user.password_reset' },
  ]);
  expect(saved).toEqual([]);
  const other = setUp();
  await expect(other.edit({ password: 'short' })).rejects.toMatchObject({ code: 'password.too_short' });
  other.ports.saveUser = () => Promise.reject(new Error('the network'));
  await expect(other.act('disable')).rejects.toThrow('the network');
  other.ports.saveUser = () => Promise.reject(new LandfallError('user.conflict'));
  await expect(other.act('disable')).rejects.toMatchObject({ code: 'user.conflict' });
  expect(other.audit).toEqual([]);
});
