import type { AuditEntry } from '#core/audit.ts';
import type { Role } from '#core/directory/model.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW } from '#test/support/memory.ts';
import {
  assignToken,
  deleteToken,
  editToken,
  existingToken,
  giveTemporaryCode,
  resynchroniseToken,
  tokensOf,
  tokensWith,
  unassignToken,
} from './administer.ts';
import { tokenConflict } from './change.ts';

const SERIAL = '000000000001';
const SPARE = '000000000002';
let store: Memory;
let audit: AuditEntry[];
const ports = () => store.ports;
const by = (role: Role = 'help-desk', id = 'ada') => ({
  actor: { id, role, operator: false, fresh: true, methods: [], source: '192.0.2.9' },
  now: NOW,
});
const edit = (more: object, asked = by(), serial = SERIAL) =>
  editToken(ports(), serial, { version: 1, ...more }, asked);
const resync = (first: number, asked = by(), version = 1) =>
  resynchroniseToken(
    ports(),
    SERIAL,
    { version, tokencode: codeOf(SERIAL, first), nextTokencode: codeOf(SERIAL, first + 1) },
    asked,
  );
const refused = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: { code: string }) => error.code,
  );
const epoch = () => store.users.get('anna')?.sessionEpoch;

beforeEach(() => {
  store = memory();
  audit = store.audit;
  store.users.set('anna', aUser());
  store.tokens.set(SERIAL, aToken());
  const { assignee: _nobody, ...spare } = aToken({ serial: SPARE });
  store.tokens.set(SPARE, spare);
});

test.each<[string, object]>([
  ['clears no PIN', { clearPin: true }],
  ['enables nothing', { enabled: true }],
  ['finds nothing', { lost: false }],
])('a user who is promoted at the same moment is refused to a help desk that saw no role %s', async (_what, more) => {
  store.tokens.set(SERIAL, aToken({ enabled: false, lost: true }));
  const readUser = async (key: string) => {
    const seen = await store.ports.readUser(key);
    store.users.set('anna', aUser({ role: 'super-admin', sessionEpoch: 1, version: 2 }));
    return seen;
  };
  const raced = editToken({ ...ports(), readUser }, SERIAL, { version: 1, ...more }, by());
  expect(await refused(raced)).toBe('token.conflict');
  expect(store.tokens.get(SERIAL)).toMatchObject({ enabled: false, lost: true, pinHash: expect.any(String) });
});

test('a token is found by serial and by user, and a text that is no serial is not looked up', async () => {
  expect(await tokensWith(ports(), SERIAL)).toMatchObject([{ serial: SERIAL }]);
  expect(await tokensWith(ports(), '9')).toEqual([]);
  store.users.set('anna', aUser({ tokens: [SERIAL, SPARE] }));
  expect(await tokensOf(ports(), 'anna')).toMatchObject([{ serial: SERIAL }]);
  expect(await tokensOf(ports(), 'nobody')).toEqual([]);
  store.users.set('bert', aUser({ userId: 'bert', tokens: [] }));
  expect(await tokensOf(ports(), 'bert')).toEqual([]);
  store.calls.length = 0;
  for (const serial of ['', 'x'.repeat(65), 'a b', 'é'])
    await expect(existingToken(ports(), serial)).rejects.toMatchObject({ code: 'token.not_found', status: 404 });
  expect(store.calls).toEqual([]);
  expect(await existingToken(ports(), SERIAL)).toMatchObject({ serial: SERIAL });
});

describe('an edit', () => {
  test('is done, and each act of it is in the audit with before and after', async () => {
    const saved = await edit({ enabled: false, clearPin: true });
    expect(saved).toMatchObject({ enabled: false, version: 2 });
    expect(saved.pinHash).toBeUndefined();
    expect(epoch()).toBe(1);
    const entry = { actor: 'ada', object: SERIAL, source: '192.0.2.9', now: NOW, outcome: 'success' };
    const facts = { user: 'anna' };
    expect(audit).toEqual([
      { ...entry, action: 'token.disabled', before: { enabled: true }, after: { enabled: false }, facts },
      { ...entry, action: 'token.pin-cleared', before: { pin: 'set' }, after: { pin: 'none' }, facts },
    ]);
  });
  test('that changes nothing writes nothing', async () => {
    expect(await edit({ enabled: true })).toEqual(aToken());
    expect(audit).toEqual([]);
    expect(store.calls).not.toContain('saveToken');
  });
  test('of an unassigned token names no user', async () => {
    await edit({ enabled: false }, by(), SPARE);
    expect(audit).toMatchObject([{ action: 'token.disabled', object: SPARE }]);
    expect(audit[0]).not.toHaveProperty('facts');
  });
  test('beyond one’s rights is refused, and in the audit; a version that is gone is only refused', async () => {
    store.users.set('anna', aUser({ role: 'admin' }));
    expect(await refused(edit({ enabled: false }))).toBe('user.higher_role');
    expect(await refused(edit({ clearPin: true }, by('admin', 'anna')))).toBe('token.own');
    expect(await refused(edit({ lost: true }, by('admin', 'anna')))).toBeUndefined();
    expect(audit.map(({ action, outcome, facts }) => [action, outcome, facts])).toEqual([
      ['token.edited', 'failure', { user: 'anna', code: 'user.higher_role' }],
      ['token.edited', 'failure', { user: 'anna', code: 'token.own' }],
      ['token.lost', 'success', { user: 'anna' }],
    ]);
    expect(await refused(edit({ lost: false }, by('super-admin')))).toBe('token.conflict');
    expect(await refused(edit({}, by(), '9'))).toBe('token.not_found');
    expect(audit).toHaveLength(3);
  });
  test('passes an unexpected error on as it is', async () => {
    const broken = { ...ports(), saveToken: () => Promise.reject(new Error('no table')) };
    await expect(editToken(broken, SERIAL, { version: 1, enabled: false }, by())).rejects.toThrow('no table');
    expect(audit).toEqual([]);
  });
});

describe('deleting', () => {
  test('takes an unassigned token away, with an entry in the audit', async () => {
    await deleteToken(ports(), SPARE, 1, by('admin'));
    expect(store.tokens.has(SPARE)).toBe(false);
    const before = { algorithm: 'securid-aes128', digits: 6, enabled: true, lost: false };
    expect(audit).toMatchObject([{ action: 'token.deleted', object: SPARE, outcome: 'success', before }]);
  });
  test('leaves a token that a user has, and one that is not there', async () => {
    expect(await refused(deleteToken(ports(), SERIAL, 1, by('admin')))).toBe('token.in_use');
    expect(await refused(deleteToken(ports(), '9', 1, by('admin')))).toBe('token.not_found');
    expect(store.tokens.has(SERIAL)).toBe(true);
    expect(audit).toEqual([]);
  });
});

describe('assigning and unassigning', () => {
  const assign = (userId: string, asked = by('admin'), serial = SPARE) =>
    assignToken(ports(), serial, { version: 1, userId, clearPin: true }, asked);

  test('changes the token and the user’s list together, both ways', async () => {
    const given = await assign('ANNA');
    expect(given).toMatchObject({ assignee: 'anna', version: 2 });
    expect(given.pinHash).toBeUndefined();
    expect(store.users.get('anna')).toMatchObject({ tokens: [SERIAL, SPARE], version: 2, sessionEpoch: 0 });
    const back = await unassignToken(ports(), SPARE, 2, by('admin'));
    expect(back.assignee).toBeUndefined();
    expect(store.users.get('anna')).toMatchObject({ tokens: [SERIAL], version: 3, sessionEpoch: 1 });
    expect(audit.map(({ action, before, after, facts }) => ({ action, before, after, facts }))).toEqual([
      {
        action: 'token.assigned',
        before: { assignee: null, pin: 'set' },
        after: { assignee: 'anna', pin: 'none' },
        facts: { user: 'anna' },
      },
      {
        action: 'token.unassigned',
        before: { assignee: 'anna', pin: 'none' },
        after: { assignee: null, pin: 'none' },
        facts: { user: 'anna' },
      },
    ]);
  });
  test('refuses the actor’s own account, a higher role, an unknown user and a token assigned to another user', async () => {
    store.users.set('bert', aUser({ userId: 'bert', role: 'super-admin', tokens: [] }));
    expect(await refused(assign('anna', by('admin', 'anna')))).toBe('token.own');
    expect(await refused(assign('bert'))).toBe('user.higher_role');
    expect(await refused(assign('nobody'))).toBe('user.not_found');
    expect(await refused(assign('bert', by('super-admin'), SERIAL))).toBe('token.assigned');
    expect(store.tokens.get(SPARE)?.assignee).toBeUndefined();
    expect(audit.map(({ action, facts }) => [action, facts?.['code']])).toEqual([
      ['token.assigned', 'token.own'],
      ['token.assigned', 'user.higher_role'],
    ]);
    store.users.set('anna', aUser({ role: 'super-admin' }));
    expect(await refused(unassignToken(ports(), SERIAL, 1, by('admin')))).toBe('user.higher_role');
    expect(await refused(unassignToken(ports(), SERIAL, 1, by('super-admin', 'anna')))).toBe('user.own_account');
  });
  test('is refused where the user was given a role in between', async () => {
    const raced = {
      ...ports(),
      saveToken: (...given: Parameters<typeof store.ports.saveToken>) => {
        store.users.set('anna', aUser({ role: 'super-admin', version: 2 }));
        return store.ports.saveToken(...given);
      },
    };
    const assignment = { version: 1, userId: 'anna', clearPin: false };
    expect(await refused(assignToken(raced, SPARE, assignment, by('admin')))).toBe('token.conflict');
    expect(store.tokens.get(SPARE)?.assignee).toBeUndefined();
  });
});

describe('a temporary code (A9)', () => {
  const give = (asked = by(), version = 1) => giveTemporaryCode(ports(), SERIAL, { version }, asked);
  beforeEach(() => store.tokens.set(SERIAL, aToken({ lost: true })));

  test('is shown once and kept only as a keyed hash, bound to what its user has now; the user is told', async () => {
    const { code, until } = await give();
    expect(code).toMatch(/^\d{8}$/u);
    expect(until).toBe(NOW + 24 * 3_600_000);
    expect(store.tokens.get(SERIAL)).toMatchObject({
      version: 2,
      temporaryCode: { hash: expect.stringMatching(/^k1\$/u), givenAt: NOW, epoch: 0, serials: [SERIAL] },
    });
    expect(store.users.get('anna')?.waysGiven).toEqual([{ way: 'temporary-code', by: 'ada', at: NOW }]);
    expect(audit).toMatchObject([
      {
        action: 'token.temporary-code',
        object: SERIAL,
        outcome: 'success',
        before: { temporaryCode: 'none' },
        after: { temporaryCode: 'set', until: new Date(until).toISOString() },
        facts: { user: 'anna' },
      },
    ]);
    expect(store.mails).toMatchObject([
      { change: 'temporary-code', by: 'administrator', serial: SERIAL, user: 'anna' },
    ]);
    expect(JSON.stringify([audit, store.mails, [...store.tokens]])).not.toContain(code);
    // Sessions end with the loss; the code ends none.
    expect(epoch()).toBe(0);
  });

  test('takes the place of one before', async () => {
    await give();
    const first = store.tokens.get(SERIAL)?.temporaryCode?.hash;
    await give(by(), 2);
    expect(store.tokens.get(SERIAL)?.temporaryCode?.hash).not.toBe(first);
    expect(audit[1]).toMatchObject({ before: { temporaryCode: 'set' } });
  });

  test.each<[string, object, string]>([
    ['that is not lost', { lost: false }, 'token.not_lost'],
    ['without a PIN', { pinHash: undefined }, 'token.pin_missing'],
    ['that is used without a PIN', { pinHash: undefined, pinStyle: 'none' }, 'token.pin_missing'],
    ['that is disabled too', { enabled: false }, 'token.unusable'],
    ['that has expired', { expiresAt: NOW - 1 }, 'token.unusable'],
    ['of no user', { assignee: undefined }, 'token.unassigned'],
    ['that has changed since', { version: 3 }, 'token.conflict'],
  ])('is not given for a token %s', async (_what, more, code) => {
    store.tokens.set(SERIAL, aToken({ lost: true, ...more }));
    expect(await refused(give())).toBe(code);
    expect(store.tokens.get(SERIAL)?.temporaryCode).toBeUndefined();
  });

  test('needs a fresh logon, is not given to oneself, and to a user with a role by another super-administrator alone', async () => {
    const stale = by();
    expect(await refused(give({ ...stale, actor: { ...stale.actor, fresh: false } }))).toBe('session.not_fresh');
    expect(await refused(give(by('help-desk', 'anna')))).toBe('token.own');
    store.users.set('anna', aUser({ role: 'help-desk' }));
    expect(await refused(give(by('admin')))).toBe('user.role_holder');
    await give(by('super-admin'));
  });

  test('counts with the one-time passwords that an administrator gives out in an hour', async () => {
    store.settings = {
      ...store.settings,
      administratorReset: { ...store.settings.administratorReset, temporaryPasswordsPerHour: 2 },
    };
    await give();
    await give(by(), 2);
    expect(await refused(give(by(), 3))).toBe('user.temporary_passwords');
    await give(by('help-desk', 'bo'), 3);
  });

  test('and a cleared PIN, of any token, are not given to one person by one administrator within a day', async () => {
    store.tokens.set(SPARE, aToken({ serial: SPARE }));
    await edit({ clearPin: true }, by(), SPARE);
    expect(await refused(give())).toBe('user.second_way');
    expect(audit.at(-1)).toMatchObject({
      action: 'token.temporary-code',
      outcome: 'failure',
      facts: { code: 'user.second_way' },
    });
    await give(by('help-desk', 'bo'));
  });

  test('by a sole administrator are, and the alarm and the audit say so', async () => {
    store.administrators.keys = ['ada'];
    await give();
    store.tokens.set(SPARE, aToken({ serial: SPARE }));
    await edit({ clearPin: true }, by(), SPARE);
    expect(store.secondWays).toEqual(['anna']);
    expect(audit.at(-1)).toMatchObject({
      action: 'token.pin-cleared',
      facts: { user: 'anna', secondWay: 'temporary-code' },
    });
  });

  test('of two acts at the same moment that give one person a way, one is done', async () => {
    store.tokens.set(SPARE, aToken({ serial: SPARE }));
    // Both have read the user before either writes.
    const seen = store.users.get('anna')!;
    const both = { ...ports(), readUser: async () => seen };
    const acts = [
      giveTemporaryCode(both, SERIAL, { version: 1 }, by()),
      editToken(both, SPARE, { version: 1, clearPin: true }, by()),
    ];
    const codes = await Promise.all(acts.map(refused));
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes).toContain('token.conflict');
  });

  test('a PIN that is cleared with an assignment counts for who gets the token', async () => {
    await give();
    const assignment = { version: 1, userId: 'anna', clearPin: true };
    expect(await refused(assignToken(ports(), SPARE, assignment, by('admin')))).toBe('user.second_way');
    await assignToken(ports(), SPARE, assignment, by('admin', 'bo'));
    expect(store.users.get('anna')?.waysGiven).toMatchObject([{ by: 'ada' }, { way: 'cleared-pin', by: 'bo' }]);
  });
});

describe('resynchronising', () => {
  test('sets the clock offset, spends both codes and ends next tokencode mode', async () => {
    store.tokens.set(SERIAL, aToken({ failures: 5, offset: 2 }));
    const saved = await resync(300);
    expect(saved).toMatchObject({ offset: 301, failures: 0, version: 2 });
    expect(saved.lastInterval).toBe(Math.floor(NOW / 60_000) + 301);
    expect(audit).toMatchObject([
      {
        action: 'token.resynchronised',
        outcome: 'success',
        before: { clockOffset: 2, failures: 5 },
        after: { clockOffset: 301, failures: 0 },
      },
    ]);
    expect(await refused(resync(300, by(), 2))).toBe('token.codes_spent');
    expect(await refused(resync(-100, by(), 2))).toBe('token.codes_spent');
  });
  test('keeps the offset of an HOTP token as it is', async () => {
    const { hotp } = await import('#core/tokens/oath.ts');
    store.tokens.set(SERIAL, aToken({ algorithm: 'hotp-sha1', interval: 0, lastInterval: 41 }));
    const seed = await store.ports.openSeed(aToken());
    const at = (counter: number) => hotp({ seed, digits: 6, hash: 'sha1' }, counter);
    const codes = { version: 1, tokencode: at(900), nextTokencode: at(901) };
    expect(await resynchroniseToken(ports(), SERIAL, codes, by())).toMatchObject({ lastInterval: 901, offset: 0 });
  });
  test('refuses codes that do not match, the actor’s own token and a higher role, and each refusal is in the audit', async () => {
    expect(await refused(resync(721))).toBe('token.codes_wrong');
    expect(await refused(resync(1, by(), 7))).toBe('token.conflict');
    expect(await refused(resync(1, by('help-desk', 'anna')))).toBe('token.own');
    store.users.set('anna', aUser({ role: 'admin' }));
    expect(await refused(resync(1))).toBe('user.higher_role');
    expect(audit.map(({ outcome, facts }) => [outcome, facts?.['code']])).toEqual([
      ['failure', 'token.codes_wrong'],
      ['failure', 'token.own'],
      ['failure', 'user.higher_role'],
    ]);
    expect(store.tokens.get(SERIAL)).toEqual(aToken());
  });
});

test('a conflict says what to do', () => {
  expect(tokenConflict()).toMatchObject({ code: 'token.conflict', status: 409 });
});
