import { answerOf, hashSecret, passwordOf, verifySecret } from '#core/passwords/hash.ts';
import { aUser, type Memory, memory, NOW, RING } from '#test/support/memory.ts';
import { beginSession, type Session } from '../session.ts';
import { changePassword } from './password.ts';
import { describeUser } from './profile.ts';
import { chooseAnswers, showQuestions } from './questions.ts';

const PASSWORD = 'seven quiet herons at dusk';
const OTHER = 'eleven loud geese at dawn';
let store: Memory;
let session: Session;

beforeEach(async () => {
  store = memory();
  store.users.set('anna', aUser());
  session = await begin();
});
const begin = async (scope: Session['scope'] = 'full') => {
  const begun = { user: 'anna', console: 'self-service', methods: ['SecurID_Native'], scope, epoch: 0 } as const;
  return (await beginSession(store.ports, store.settings.sessions, begun, NOW)).session;
};
const owner = () => ({ id: 'anna', user: store.users.get('anna')!, session, source: '192.0.2.1' });

describe('profile', () => {
  test('shows the user and the steps left, and no hash, answer or counter', () => {
    const user = aUser({ firstName: 'Anna', middleName: 'M', lastName: 'B', email: 'a@example.com', role: 'admin' });
    const shown = describeUser({ ...user, preferredLanguage: 'de' }, session, store.settings);
    expect(shown).toMatchObject({
      userId: 'anna',
      firstName: 'Anna',
      email: 'a@example.com',
      role: 'admin',
      hasPassword: false,
      enrolment: {
        required: 3,
        answered: 0,
        complete: false,
      },
      session: {
        console: 'self-service',
        expiresAt: '2026-11-23T17:00:10.000Z',
        idleMinutes: 15,
      },
      nextSteps: ['log-on-with-token', 'set-security-questions', 'log-off', 'forgot-password'],
    });
    expect(shown).toMatchObject({ middleName: 'M', lastName: 'B', preferredLanguage: 'de' });
    for (const inside of ['failures', 'sessionEpoch', 'tokens', 'answers', 'origin'])
      expect(shown).not.toHaveProperty(inside);
    expect(Object.keys(describeUser(aUser(), session, store.settings))).toEqual([
      'userId',
      'hasPassword',
      'enrolment',
      'session',
      'nextSteps',
      'checklist',
    ]);
    const password = { hash: 'h', changedAt: 1, mustChange: false, history: [] };
    expect(describeUser(aUser({ password }), session, store.settings).hasPassword).toBe(true);
  });
});

describe('security questions', () => {
  const answers = ['Pet?', 'School?', 'Car?'].map((question) => ({
    language: 'en_US',
    question,
    answer: `${question}!`,
  }));
  const choose = (given = answers, now = NOW) => chooseAnswers(store.ports, owner(), given, now);

  test('are shown in the user’s language, else in the default one', async () => {
    const show = () => showQuestions(store.ports, owner(), NOW);
    expect(await show()).toMatchObject({ language: 'en_US', enrolment: 3, authentication: 2, changeable: true });
    store.users.set('anna', aUser({ preferredLanguage: 'de' }));
    expect(await show()).toMatchObject({ language: 'de_DE', questions: ['Haustier?', 'Schule?', 'Auto?'], chosen: [] });
    store.users.set('anna', aUser({ answers: [{ language: 'en_US', question: 'Pet?', hash: 'h' }] }));
    expect((await show()).chosen).toEqual([{ language: 'en_US', question: 'Pet?' }]);
    const ports = { ...store.ports, readCatalogue: async () => [] };
    expect(await showQuestions(ports, owner(), NOW)).toMatchObject({ language: 'en_US', questions: [] });
  });

  test('are kept as hashes of the comparable text, and all are replaced at once', async () => {
    expect(await choose()).toMatchObject({
      answered: 3,
      nextSteps: ['log-on-with-token', 'log-off', 'forgot-password'],
    });
    const [first] = store.users.get('anna')!.answers;
    expect(await verifySecret('pet?!', first!.hash, RING, answerOf('anna', {}))).toMatchObject({ ok: true });
    expect(store.audit).toMatchObject([{ action: 'security-questions.changed', outcome: 'success' }]);
  });

  test('are refused late, from elsewhere, too few, or once the session has ended', async () => {
    await expect(choose(answers, NOW + 15 * 60_000)).rejects.toMatchObject({ code: 'session.not_fresh', status: 403 });
    const elsewhere = answers.map((one, index) => (index === 1 ? { ...one, question: 'Invented?' } : one));
    await expect(choose(elsewhere)).rejects.toMatchObject({
      code: 'answers.unknown_question',
      facts: { answers: [{ index: 1 }] },
    });
    const foreign = answers.map((one) => ({ ...one, language: 'fr_FR' }));
    await expect(choose(foreign)).rejects.toMatchObject({ code: 'answers.unknown_question' });
    await expect(choose(answers.slice(1))).rejects.toMatchObject({ code: 'answers.count' });
    store.users.set('anna', aUser({ sessionEpoch: 1 }));
    await expect(choose()).rejects.toMatchObject({ code: 'session.required', status: 401 });
    expect(store.users.get('anna')?.answers).toEqual([]);
  });
});

describe('password', () => {
  const change = (current: string, next: string) => changePassword(store.ports, owner(), { current, next, now: NOW });
  const have = async (more: object = {}) => {
    const password = {
      hash: await hashSecret(PASSWORD, RING, passwordOf('anna', {})),
      changedAt: 0,
      mustChange: false,
      history: [],
      ...more,
    };
    store.users.set('anna', aUser({ password }));
  };

  test('a first one can’t be set here', async () => {
    await expect(change('', OTHER)).rejects.toMatchObject({ code: 'password.first_by_recovery', status: 409 });
  });

  test('a change needs the present one, ends every session and begins a full one', async () => {
    await have({ mustChange: true, changedAt: NOW });
    session = await begin('change-password');
    const changed = await change(PASSWORD, OTHER);
    expect(changed.session).toMatchObject({ scope: 'full', epoch: 1, methods: ['SecurID_Native'] });
    expect(store.users.get('anna')).toMatchObject({ sessionEpoch: 1, failures: 0, password: { mustChange: false } });
    expect(store.mails).toEqual([{ kind: 'password-changed', user: 'anna' }]);
  });

  test('A6: one that was given out ends half an hour after its first use, also where it is changed', async () => {
    await have({ mustChange: true, changedAt: NOW - 60 * 60_000, firstUsedAt: NOW - 30 * 60_000 });
    await expect(change(PASSWORD, OTHER)).rejects.toMatchObject({ code: 'password.current_wrong' });
    expect(store.audit.at(-1)?.facts).toEqual({ reason: 'password.ended' });
    await have({ mustChange: true, changedAt: NOW - 60 * 60_000, firstUsedAt: NOW - 30 * 60_000 + 1 });
    await change(PASSWORD, OTHER);
    expect(store.users.get('anna')?.password).not.toHaveProperty('firstUsedAt');
  });

  test('a wrong present one counts like a failed logon, and past the limit even the right one is refused', async () => {
    await have();
    for (let guess = 0; guess < 5; guess++)
      await expect(change('wrong', OTHER)).rejects.toMatchObject({ code: 'password.current_wrong', status: 403 });
    await expect(change(PASSWORD, OTHER)).rejects.toMatchObject({ code: 'password.current_wrong' });
    expect(store.audit.at(-1)?.facts).toEqual({ reason: 'user.failures' });
  });

  test('a change is refused by the policy, by the history, and after the session has ended', async () => {
    await have();
    await expect(change(PASSWORD, 'short')).rejects.toMatchObject({ code: 'password.too_short' });
    await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({ code: 'password.used_before' });
    const ports = { ...store.ports, setPassword: async () => undefined };
    const late = changePassword(ports, owner(), { current: PASSWORD, next: OTHER, now: NOW });
    await expect(late).rejects.toMatchObject({ code: 'session.required' });
    const gone = { ...store.ports, countFailure: async () => ({ counted: true }) };
    const deleted = changePassword(gone, owner(), { current: PASSWORD, next: OTHER, now: NOW });
    await expect(deleted).rejects.toMatchObject({ code: 'password.current_wrong' });
  });
});
