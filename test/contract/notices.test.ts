/**
 * N1: the user is told of every change to a way in. Each act that the audit knows is either done here, and brings the mails
 * that NOTICES_OF says, or says there why it brings none. A file that writes a way in tells of it.
 */
import { readFileSync } from 'node:fs';
import { issueChallenge } from '#core/access/challenge.ts';
import { changePassword } from '#core/access/profile/password.ts';
import { changePin } from '#core/access/profile/pin.ts';
import { chooseAnswers } from '#core/access/profile/questions.ts';
import { reportLost } from '#core/access/profile/tokens.ts';
import { resetPassword as recover } from '#core/access/recovery/reset.ts';
import { beginSession } from '#core/access/session.ts';
import { newPin } from '#core/access/token-steps.ts';
import { dropLostAnswers, replaceCatalogue } from '#core/administration/questions.ts';
import { assignToken, editToken, giveTemporaryCode, unassignToken } from '#core/administration/tokens/administer.ts';
import { actOnAccount, editUser, resetPassword } from '#core/administration/users/administer.ts';
import { createFirstAdministrator, newAdministrator } from '#core/administration/users/create-administrator.ts';
import type { UserChange } from '#core/administration/users/edit.ts';
import type { Action, Entries } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { NOTICES_OF, NOTICES_OF_IMPORTS, WAY_CHANGES } from '#core/notices/ways.ts';
import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { userKey } from '#core/text.ts';
import { sourcesOf } from '#test/support/imports.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING } from '#test/support/memory.ts';

const PASSWORD = 'seven quiet herons at dusk';
const OTHER = 'eleven loud geese at dawn';
const SERIAL = '000000000001';
const source = '192.0.2.1';
const asked = {
  actor: { id: 'ada', role: 'super-admin', operator: false, fresh: true, methods: [], source },
  now: NOW,
} as const;
const { pinHash: _pin, ...withoutPin } = aToken();
const { assignee: _whose, ...free } = aToken();
const answers = [{ language: 'en_US', question: 'Gone?', hash: 'h' }];
const XML = '<SECURITY_QUESTIONS><LANGUAGE id="en_US"><QUESTION>Pet?</QUESTION></LANGUAGE></SECURITY_QUESTIONS>';
let store: Memory;

beforeEach(async () => {
  store = memory();
  const hash = await hashSecret(PASSWORD, RING, passwordOf('anna', {}));
  const password = { hash, changedAt: NOW, mustChange: false, history: [] };
  store.users.set('anna', aUser({ email: 'anna@example.com', firstTokenLogonAt: NOW, password, answers }));
  store.tokens.set(SERIAL, aToken());
});

/** Every port that an act asks for, over the users and tokens in memory. */
const ports = () => ({
  ...store.ports,
  saveUser: async (seen: User, { set, remove }: UserChange, _by: string, entries: Entries) => {
    store.audit.push(...entries);
    const after: Record<string, unknown> = { ...seen, ...set };
    for (const field of remove) delete after[field];
    store.users.set(userKey(seen.userId), after as User);
    return after as User;
  },
  writeSets: async (_sets: unknown, _seen: unknown, entries: Entries) => void store.audit.push(...entries),
  usersWithAnswers: async () => ({ users: [...store.users.values()] }),
  keepAnswers: async (_seen: unknown, _kept: unknown, _now: number, entries: Entries) =>
    store.audit.push(...entries) > 0,
});
const owner = async () => {
  const begun = { user: 'anna', console: 'self-service', methods: ['RSA_Password'], scope: 'full', epoch: 0 } as const;
  const { session } = await beginSession(store.ports, store.settings.sessions, begun, NOW);
  return { id: 'anna', user: store.users.get('anna')!, session, source };
};
const challenge = (kind: 'new-pin' | 'recovery-grant', more: object) =>
  issueChallenge(store.ports, { kind, user: 'anna', epoch: 0, ...more }, NOW, 60_000);
const edit = (fields: object) => editToken(ports(), SERIAL, { version: 1, ...fields }, asked);

type Told = { [A in Action]: (typeof NOTICES_OF)[A] extends readonly [] ? never : A }[Action];
const ACTS: Readonly<Record<Told, () => Promise<unknown>>> = {
  'password.changed': async () =>
    changePassword(store.ports, await owner(), { current: PASSWORD, next: OTHER, now: NOW }),
  'recovery.reset': async () => {
    const grant = await challenge('recovery-grant', { byAdministrator: true });
    return recover(store.ports, { grant, password: OTHER, source, now: NOW });
  },
  'security-questions.changed': async () => {
    const given = ['Pet?', 'School?', 'Car?'].map((question, index) => ({
      language: 'en_US',
      question,
      answer: ['Rex', 'Hill', 'Beetle'][index]!,
    }));
    return chooseAnswers(store.ports, await owner(), given, NOW);
  },
  'token.pin-set': async () => {
    store.tokens.set(SERIAL, withoutPin);
    return newPin(store.ports, {
      challenge: await challenge('new-pin', { serial: SERIAL }),
      pin: '4951',
      source,
      now: NOW,
    });
  },
  'token.pin-changed': async () =>
    changePin(store.ports, await owner(), SERIAL, { passcode: `1234${codeOf()}`, pin: '4951' }, NOW),
  'user.edited': () => {
    // Two ways at once (A9).
    store.administrators.keys = ['ada'];
    const fields = { email: 'b@example.com', password: OTHER, role: 'help-desk' } as const;
    return editUser(ports(), 'anna', { version: 1, ...fields }, asked);
  },
  'user.answers_cleared': () => actOnAccount(ports(), 'anna', 'clear-answers', asked),
  'user.password_reset': () => resetPassword(ports(), 'anna', { method: 'one-time' }, asked),
  'questions.imported': () => {
    const catalogue = async () => [{ language: 'en_US', version: 1, questions: ['Gone?'] }];
    let read = 0;
    const readCatalogue = async () => (read++ < 1 ? catalogue() : store.ports.readCatalogue());
    return replaceCatalogue({ ...ports(), readCatalogue }, XML, asked);
  },
  'admin.created': () => {
    const token = {
      serial: '000000000009',
      algorithm: 'securid-aes128',
      digits: 6,
      interval: 60,
      pinStyle: 'none',
      enabled: true,
      seed: 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const request = { ...newAdministrator.parse({ userId: 'new', token }), breakGlass: true };
    const own = {
      ...ports(),
      readAdministrators: async () => ({ keys: ['anna'], superAdmins: [], version: 1 }),
      createAdministrator: async (_user: unknown, _token: unknown, _seen: number, _by: string, entries: Entries) =>
        void store.audit.push(...entries),
      sealer: async () => ({ seed: () => aToken().seed, pin: () => 'hash', sealId: () => 'seal' }),
    };
    return createFirstAdministrator(own, request, store.settings.tokenPolicy, asked);
  },
  'questions.answers_dropped': () => dropLostAnswers(ports(), undefined, asked),
  'token.enabled': () => {
    store.tokens.set(SERIAL, aToken({ enabled: false }));
    return edit({ enabled: true });
  },
  'token.disabled': () => edit({ enabled: false }),
  'token.lost': async () => reportLost(store.ports, await owner(), SERIAL, NOW),
  'token.found': () => {
    store.tokens.set(SERIAL, aToken({ lost: true }));
    return edit({ lost: false });
  },
  'token.temporary-code': () => {
    store.tokens.set(SERIAL, aToken({ lost: true }));
    return giveTemporaryCode(ports(), SERIAL, { version: 1 }, asked);
  },
  'token.pin-cleared': () => edit({ clearPin: true }),
  'token.assigned': () => {
    store.tokens.set(SERIAL, free);
    return assignToken(ports(), SERIAL, { version: 1, userId: 'anna', clearPin: false }, asked);
  },
  'token.unassigned': () => unassignToken(ports(), SERIAL, 1, asked),
};

test.each(Object.entries(ACTS) as [Told, () => Promise<unknown>][])('%s tells the user of it', async (action, act) => {
  await act();
  const told = store.mails.map((mail) => (mail.kind === 'way-changed' ? mail.change : 'password'));
  expect(told.sort()).toEqual([...NOTICES_OF[action]].sort());
  expect(store.mails.every(({ user }) => user === 'anna')).toBe(true);
  expect(store.audit.some((entry) => entry.action === action && entry.outcome === 'success')).toBe(true);
  // L2: the queue carries no secret and no address.
  expect(JSON.stringify(store.mails)).not.toMatch(/example|herons|geese|4951|Rex/u);
});

test('an administrator’s report that a token is lost tells its user like the user’s own', async () => {
  await edit({ lost: true });
  expect(store.mails).toMatchObject([{ change: 'token-lost', by: 'administrator', serial: SERIAL }]);
});

test('an act on a token of no user tells no user', async () => {
  store.tokens.set(SERIAL, { ...free, enabled: false });
  await edit({ enabled: true });
  expect(store.mails).toEqual([]);
});

test('each notice that there is belongs to an act, or to an import', () => {
  const used = new Set<string>([...Object.values(NOTICES_OF).flat(), ...NOTICES_OF_IMPORTS]);
  expect(WAY_CHANGES.filter((change) => !used.has(change))).toEqual([]);
});

/** What writes passwords, answers, PINs, addresses, roles and whose a token is. */
const WRITES = /\bports\.(?:saveUser|saveToken|setPassword|setPin|setAnswers|keepAnswers)\(/u;
/** They write whether a person is waited for, and where a device's clock stands, and no way in. */
const OTHERWISE = ['core/access/profile/resynchronise.ts', 'core/administration/close-down.ts'];

test('a file that writes a way in tells the user of it', () => {
  const writing = sourcesOf('core').filter((file) => WRITES.test(readFileSync(file, 'utf8')));
  expect(writing.length).toBeGreaterThan(6);
  const silent = writing.filter((file) => !/\btellOf\w+\(/u.test(readFileSync(file, 'utf8')));
  expect(silent).toEqual(OTHERWISE);
});
