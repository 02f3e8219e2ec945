import { answerOf, verifySecret } from '#core/passwords/hash.ts';
import { comparable } from '#core/text.ts';
import { aUser, type Memory, memory, NOW } from '#test/support/memory.ts';
import { beginSession, FRESH_MS, resumeSession, type Session } from '../session.ts';
import { chooseAnswers, showQuestions } from './questions.ts';

const ENTRY = { actor: 'anna', action: 'security-questions.changed', object: 'anna', source: '192.0.2.1', now: NOW };
const ANSWERS = ['Pet?', 'School?', 'Car?'].map((question) => ({
  language: 'en_US',
  question,
  answer: `${question}!`,
}));
let store: Memory;
let session: Session;

beforeEach(async () => {
  store = memory();
  store.users.set('anna', aUser());
  const begun = {
    user: 'anna',
    console: 'self-service',
    methods: ['SecurID_Native'],
    scope: 'full',
    epoch: 0,
  } as const;
  ({ session } = await beginSession(store.ports, store.settings.sessions, begun, NOW));
});
const owner = () => ({ id: 'anna', user: store.users.get('anna')!, session, source: '192.0.2.1' });

test('answers can be changed for 15 minutes after the logon, and the page says so', async () => {
  expect(FRESH_MS).toBe(900_000);
  const changeable = async (now: number) => (await showQuestions(store.ports, owner(), now)).changeable;
  expect([await changeable(NOW + FRESH_MS - 1), await changeable(NOW + FRESH_MS)]).toEqual([true, false]);
  const late = chooseAnswers(store.ports, owner(), ANSWERS, NOW + FRESH_MS);
  await expect(late).rejects.toMatchObject({ code: 'session.not_fresh', status: 403 });
  expect(await chooseAnswers(store.ports, owner(), ANSWERS, NOW + FRESH_MS - 1)).toMatchObject({ answered: 3 });
});

test('a change ends the other sessions; the present one goes on, as old as it is (S7)', async () => {
  const later = NOW + 60_000;
  const { session: next, token } = await chooseAnswers(store.ports, owner(), ANSWERS, later);
  expect(store.users.get('anna')?.sessionEpoch).toBe(1);
  expect(next).toEqual({ ...session, id: next.id, epoch: 1, idleUntil: later + session.idleMs });
  const cookies = { '__Host-landfall': token };
  expect(await resumeSession(store.ports, cookies, 'self-service', later)).toMatchObject({ session: next });
});

test('a change is in the audit, and so is one that came after the sessions had ended', async () => {
  await chooseAnswers(store.ports, owner(), ANSWERS, NOW);
  store.users.set('anna', aUser({ sessionEpoch: 1 }));
  await expect(chooseAnswers(store.ports, owner(), ANSWERS, NOW)).rejects.toMatchObject({ code: 'session.required' });
  expect(store.audit).toStrictEqual([
    { ...ENTRY, outcome: 'success' },
    { ...ENTRY, outcome: 'failure', facts: { reason: 'session.ended' } },
  ]);
});

test('answers that came over stay, one is added to two, and none of them may be given again', async () => {
  await chooseAnswers(store.ports, owner(), ANSWERS, NOW);
  const before = store.users.get('anna')!.answers;
  store.users.set('anna', aUser({ answers: before.slice(0, 2) }));
  const [pet, school, car] = ANSWERS;
  const stays = ({ language, question }: { language: string; question: string }) => ({ language, question });
  const choose = (answer: string) =>
    chooseAnswers(store.ports, owner(), [stays(pet!), stays(school!), { ...car!, answer }], NOW);
  await expect(choose('SCHOOL?! ')).rejects.toMatchObject({
    code: 'answers.refused',
    facts: { answers: [{ index: 2, code: 'answer.repeated' }] },
  });
  expect(await choose('a green bus')).toMatchObject({ answered: 3, nextSteps: expect.any(Array) });
  const { answers } = store.users.get('anna')!;
  expect(answers.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(
    (await verifySecret(comparable('a green bus'), answers[2]!.hash, await store.ports.peppers(), answerOf('anna', {})))
      .ok,
  ).toBe(true);
});

test('an answer can’t stay where none is stored, and not where the answers were cleared meanwhile', async () => {
  await chooseAnswers(store.ports, owner(), ANSWERS, NOW);
  const [pet, school, car] = ANSWERS.map(({ language, question }) => ({ language, question }));
  const missing = [pet!, { ...school!, language: 'de_DE' }, car!];
  await expect(chooseAnswers(store.ports, owner(), missing, NOW)).rejects.toMatchObject({
    code: 'answers.refused',
    facts: { answers: [{ index: 1, code: 'answer.length' }] },
  });
  const seen = owner();
  store.users.set('anna', aUser({ answers: [] }));
  const late = chooseAnswers(store.ports, seen, [pet!, school!, car!], NOW);
  await expect(late).rejects.toMatchObject({ code: 'session.required' });
  expect(store.users.get('anna')!.answers).toEqual([]);
});
