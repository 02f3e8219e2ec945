/** The steps of a recovery one after the other, in all modes, and every way out of order. */
import { hashSecret, verifySecret } from '#core/passwords/hash.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING, rubbish, settingsWith } from '#test/support/memory.ts';
import { secretHash } from '../secret.ts';
import { answerQuestions, answerWithPasscode } from './answers.ts';
import { createLink, type LinkKind } from './link.ts';
import { requestRecovery } from './request.ts';
import { resetPassword } from './reset.ts';
import { issueStep } from './state.ts';
import { type VerifyResult, verifyRecovery } from './verify.ts';

const at = { source: '192.0.2.1', now: NOW };
const PASSWORD = 'seven quiet herons at dusk';
const FAILED = { code: 'recovery.failed', status: 401, facts: {} };
const WRONG = { code: 'recovery.answers_wrong', status: 401 };
const MODES = ['email-link+questions', 'questions', 'email-link+token'] as const;
const ANSWERS = ['Rex', 'Hill School', 'Beetle'];
let world: Memory;
let answers: ReturnType<typeof aUser>['answers'];

beforeAll(async () => {
  const questions = ['Pet?', 'School?', 'Car?'];
  answers = await Promise.all(
    questions.map(async (question, index) => ({
      language: 'en_US',
      question,
      hash: await hashSecret(ANSWERS[index]!.toLowerCase(), RING),
    })),
  );
});
const mode = (value: (typeof MODES)[number], more: object = {}) => {
  world.settings = settingsWith({
    selfServiceFeatures: { forgotPasswordLink: true },
    recovery: { mode: value },
    ...more,
  });
};
const anna = (more: object = {}) => aUser({ email: 'anna@example.com', answers, firstTokenLogonAt: NOW - 1, ...more });
beforeEach(() => {
  world = memory();
  mode('email-link+questions');
  world.users.set('anna', anna());
  world.tokens.set('000000000001', aToken());
});

const link = (kind: LinkKind = 'recovery-link', now = NOW) =>
  createLink(world.ports, { kind, user: 'anna', epoch: 0 }, now, 600_000);
const verifyLink = (secret: string, now = NOW) => verifyRecovery(world.ports, { ...at, now, link: secret });
const verifyUser = (userId: string, passcode?: string) => verifyRecovery(world.ports, { ...at, userId, passcode });
const asked = (result: VerifyResult) => {
  if (result.ask !== 'questions') throw new Error(result.ask);
  return result;
};
const giveAnswers = (step: VerifyResult, change: (answer: string) => string = (answer) => answer, now = NOW) => {
  const { challenge, questions } = asked(step);
  const given = questions.map(({ id, question }) => {
    const index = answers.findIndex((one) => one.question === question);
    return { id, answer: change(ANSWERS[index] ?? 'anything') };
  });
  return answerQuestions(world.ports, { ...at, now, challenge, answers: given });
};
const reset = (grant: string, password = PASSWORD, now = NOW) =>
  resetPassword(world.ports, { ...at, now, grant, password });
/** A grant as right answers would have brought it, without the work of hashing them. */
const granted = () => issueStep(world.ports, 'recovery-grant', 'anna', world.users.get('anna'), NOW);
const audited = () => world.audit.map(({ action, outcome, facts }) => [action, outcome, facts?.['reason']]);

test('link, answers, password: set, sessions ended, mail queued, audit written, nobody logged on', async () => {
  const { grant } = await giveAnswers(await verifyLink(await link()), (answer) => `  ${answer.toUpperCase()} `);
  await reset(grant);
  const user = world.users.get('anna')!;
  expect(user).toMatchObject({ sessionEpoch: 1, password: { mustChange: false, changedAt: NOW } });
  expect(await verifySecret(PASSWORD, user.password!.hash, RING)).toMatchObject({ ok: true });
  expect(world.mails).toEqual([{ kind: 'password-changed', user: 'anna' }]);
  expect(world.sessions.size).toBe(0);
  expect(audited()).toEqual([
    ['recovery.link', 'success', undefined],
    ['recovery.answers', 'success', undefined],
    ['recovery.reset', 'success', undefined],
  ]);
  expect(JSON.stringify(world.audit)).not.toMatch(/example|rex|beetle|herons/iu);
});

test('a password that the policy refuses does not cost the grant; a grant is spent once', async () => {
  const grant = await granted();
  await expect(reset(grant, 'short')).rejects.toMatchObject({ code: 'password.too_short' });
  await reset(grant);
  await expect(reset(grant)).rejects.toMatchObject(FAILED);
});

test('of two grants the first ends the other', async () => {
  const grants = [await granted(), await granted()];
  await reset(grants[0]!);
  await expect(reset(grants[1]!)).rejects.toMatchObject(FAILED);
});

test('whoever loses the race for the password gets nothing', async () => {
  const grant = await granted();
  const ports = { ...world.ports, setPassword: async () => undefined };
  await expect(resetPassword(ports, { ...at, grant, password: PASSWORD })).rejects.toMatchObject(FAILED);
  expect(audited().at(-1)).toEqual(['recovery.reset', 'failure', 'grant.used']);
  expect(world.mails).toEqual([]);
});

test('no step takes the secret of another', async () => {
  const secret = await link();
  const step = asked(await verifyLink(secret));
  const { challenge } = step;
  const grant = await granted();
  const answersWith = (value: string) => answerQuestions(world.ports, { ...at, challenge: value, answers: [] });
  for (const value of [secret, grant, rubbish()]) await expect(answersWith(value)).rejects.toMatchObject(FAILED);
  for (const value of [secret, challenge, rubbish()]) await expect(reset(value)).rejects.toMatchObject(FAILED);
  for (const value of [secret, challenge, grant]) await expect(verifyLink(value)).rejects.toMatchObject(FAILED);
  const passcode = { ...at, challenge: grant, passcode: `1234${codeOf()}` };
  await expect(answerWithPasscode(world.ports, passcode)).rejects.toMatchObject(FAILED);
});

test('every step ends by itself', async () => {
  await expect(verifyLink(await link(), NOW + 600_000)).rejects.toMatchObject(FAILED);
  const step = await verifyLink(await link('recovery-link', NOW + 1), NOW + 1);
  await expect(giveAnswers(step, undefined, NOW + 600_001)).rejects.toMatchObject(FAILED);
  await expect(reset(await granted(), PASSWORD, NOW + 600_000)).rejects.toMatchObject(FAILED);
});

test('a used link ends the earlier ones, not those that come after', async () => {
  const [first, second] = [await link(), await link()];
  await verifyLink(second);
  await expect(verifyLink(first)).rejects.toMatchObject(FAILED);
  await verifyLink(await link('recovery-link', NOW + 1));
  expect([...world.challenges.keys()]).not.toContain(secretHash(second));
});

test.each<[string, object]>([
  ['disabled', { enabled: false }],
  ['locked out', { lockedOut: true }],
  ['over', { accountEnd: NOW }],
  ['without a token logon', { firstTokenLogonAt: undefined }],
  ['with an answer too few', { answers: [] }],
  ['whose sessions were ended', { sessionEpoch: 1 }],
])('a user who is %s gets no further at any step', async (_what, more) => {
  const fresh = await link();
  const step = await verifyLink(await link());
  const grant = await granted();
  world.users.set('anna', anna(more));
  await expect(verifyLink(fresh)).rejects.toMatchObject(FAILED);
  await expect(giveAnswers(step)).rejects.toMatchObject(WRONG);
  if (!('answers' in more || 'firstTokenLogonAt' in more)) await expect(reset(grant)).rejects.toMatchObject(FAILED);
});

test('a user who is gone gets no further', async () => {
  const fresh = await link();
  const grant = await granted();
  world.users.clear();
  await expect(verifyLink(fresh)).rejects.toMatchObject(FAILED);
  await expect(reset(grant)).rejects.toMatchObject(FAILED);
});

describe('answers', () => {
  test('are judged as a whole; so many wrong sets a day, across links, then even right ones fail', async () => {
    mode('email-link+questions', { recovery: { wrongSetsPerDay: 2 } });
    for (let set = 0; set < 2; set++) {
      const step = await verifyLink(await link('recovery-link', NOW + set), NOW + set);
      const half = asked(step).questions[0]!.question;
      const rightHalf = ANSWERS[answers.findIndex(({ question }) => question === half)]!;
      await expect(giveAnswers(step, (answer) => (answer === rightHalf ? answer : 'no'))).rejects.toMatchObject(WRONG);
    }
    const step = await verifyLink(await link('recovery-link', NOW + 9), NOW + 9);
    await expect(giveAnswers(step)).rejects.toMatchObject(WRONG);
    expect(audited().at(-1)).toEqual(['recovery.answers', 'failure', 'recovery.limit']);
    expect(world.users.get('anna')?.failures).toBe(0);
    const tomorrow = NOW + 86_400_000;
    await giveAnswers(await verifyLink(await link('recovery-link', tomorrow), tomorrow), undefined, tomorrow);
  });

  test('that are right don’t count', async () => {
    mode('email-link+questions', { recovery: { wrongSetsPerDay: 2 } });
    for (let set = 0; set < 3; set++)
      await giveAnswers(await verifyLink(await link('recovery-link', NOW + set), NOW + set));
  });

  test('lead on once', async () => {
    const step = await verifyLink(await link());
    await giveAnswers(step);
    await expect(giveAnswers(step)).rejects.toMatchObject(FAILED);
    const ports = { ...world.ports, takeChallenge: async () => undefined };
    const other = asked(await verifyLink(await link('recovery-link', NOW + 1), NOW + 1));
    const given = other.questions.map(({ id, question }) => ({
      id,
      answer: ANSWERS[answers.findIndex((one) => one.question === question)]!,
    }));
    const lost = answerQuestions(ports, { ...at, challenge: other.challenge, answers: given });
    await expect(lost).rejects.toMatchObject(FAILED);
  });

  test('to fewer questions than asked, to others, or none are wrong', async () => {
    const { challenge, questions } = asked(await verifyLink(await link()));
    expect(questions).toHaveLength(2);
    const give = (given: { id: string; answer: string }[]) =>
      answerQuestions(world.ports, { ...at, challenge, answers: given });
    await expect(give([])).rejects.toMatchObject(WRONG);
    const [first] = questions;
    const right = ANSWERS[answers.findIndex(({ question }) => question === first!.question)]!;
    await expect(give([{ id: first!.id, answer: right }])).rejects.toMatchObject(WRONG);
    await expect(give(questions.map(() => ({ id: first!.id, answer: right })))).rejects.toMatchObject(WRONG);
  });
});

describe('questions', () => {
  test('stay the same until they are answered right', async () => {
    const drawn = async (now: number) => asked(await verifyLink(await link('recovery-link', now), now)).questions;
    const first = await drawn(NOW);
    for (let reload = 1; reload < 5; reload++) expect(await drawn(NOW + reload)).toEqual(first);
    const seen = new Set<string>();
    for (let round = 10; round < 30; round++) {
      await world.ports.nextRound('anna');
      seen.add(JSON.stringify(await drawn(NOW + round)));
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  test('of strangers look like everybody’s, stay, differ from one to the next, and no answer fits', async () => {
    mode('questions');
    const shape = (step: VerifyResult) => asked(step).questions.map((question) => Object.keys(question));
    const known = await verifyUser('anna');
    const drawn = new Set<string>();
    for (let index = 0; index < 20; index++) {
      const step = await verifyUser(`stranger ${index}`);
      expect(shape(step)).toEqual(shape(known));
      const { questions } = asked(step);
      expect(new Set(questions.map(({ language }) => language)).size).toBe(1);
      expect(asked(await verifyUser(`stranger ${index}`)).questions).toEqual(questions);
      drawn.add(JSON.stringify(questions));
    }
    expect(drawn.size).toBeGreaterThan(5);
    await expect(giveAnswers(await verifyUser('stranger'))).rejects.toMatchObject(WRONG);
    expect(world.audit.at(-1)?.actor).toMatch(/^unknown:/u);
  });

  test('without a catalogue there are none, and no empty set of answers is a right one', async () => {
    mode('questions');
    const ports = { ...world.ports, readCatalogue: async () => [] };
    const step = asked(await verifyRecovery(ports, { ...at, userId: 'stranger' }));
    expect(step.questions).toEqual([]);
    const none = answerQuestions(ports, { ...at, challenge: step.challenge, answers: [] });
    await expect(none).rejects.toMatchObject(WRONG);
  });

  test('cost the same calls for a stranger, for somebody half-way and for somebody wrong', async () => {
    mode('questions');
    world.users.set('half', anna({ userId: 'half', firstTokenLogonAt: undefined }));
    const callsOf = async (userId: string) => {
      world.calls.length = 0;
      await expect(giveAnswers(await verifyUser(userId), () => 'no')).rejects.toMatchObject(WRONG);
      return [...world.calls];
    };
    const known = await callsOf('anna');
    expect(await callsOf('stranger')).toEqual(known);
    expect(await callsOf('half')).toEqual(known);
  });
});

describe('a passcode in place of the link', () => {
  test('leads to the questions, spends the code and counts like a logon', async () => {
    await expect(verifyUser('anna', '1234000000')).rejects.toMatchObject(FAILED);
    expect(world.users.get('anna')?.failures).toBe(1);
    expect(await verifyUser('anna', `1234${codeOf()}`)).toMatchObject({ ask: 'questions' });
    expect(world.users.get('anna')?.failures).toBe(0);
    await expect(verifyUser('anna', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
  });

  test('a new PIN or a next tokencode is no proof', async () => {
    world.tokens.set('000000000001', aToken({ failures: 3 }));
    await expect(verifyUser('anna', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
    expect(audited().at(-1)).toEqual(['recovery.passcode', 'failure', 'next-tokencode']);
  });

  test('serves nobody who is not served, and nobody without one where the mode asks for the link', async () => {
    world.users.set('anna', anna({ firstTokenLogonAt: undefined }));
    await expect(verifyUser('anna', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
    await expect(verifyUser('stranger', '1234000000')).rejects.toMatchObject(FAILED);
    await expect(verifyUser('anna')).rejects.toMatchObject(FAILED);
    expect(world.tokens.get('000000000001')?.lastInterval).toBe(-1);
  });
});

describe('mode email-link+token', () => {
  beforeEach(() => mode('email-link+token'));
  const answer = (challenge: string, passcode: string) =>
    answerWithPasscode(world.ports, { ...at, challenge, passcode });
  const challengeOf = (step: VerifyResult) => ('challenge' in step ? step.challenge : '');

  test('the link, then a passcode, once', async () => {
    const step = await verifyLink(await link());
    expect(step.ask).toBe('passcode');
    const challenge = challengeOf(step);
    await expect(answer(challenge, '1234000000')).rejects.toMatchObject(FAILED);
    const { grant } = await answer(challenge, `1234${codeOf()}`);
    await expect(answer(challenge, `1234${codeOf(undefined, 1)}`)).rejects.toMatchObject(FAILED);
    await reset(grant);
  });

  test('whoever has no mailbox gives two passcodes; whoever has one needs the link', async () => {
    await expect(verifyUser('anna', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
    const { email: _none, ...noMail } = anna();
    world.users.set('anna', noMail);
    const challenge = challengeOf(await verifyUser('anna', `1234${codeOf()}`));
    await expect(answer(challenge, `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
    await reset((await answer(challenge, `1234${codeOf(undefined, 1)}`)).grant);
  });

  test('a passcode proves nothing once the sessions were ended, or in a race that another won', async () => {
    const challenge = challengeOf(await verifyLink(await link()));
    const ports = { ...world.ports, takeChallenge: async () => undefined };
    const lost = answerWithPasscode(ports, { ...at, challenge, passcode: `1234${codeOf()}` });
    await expect(lost).rejects.toMatchObject(FAILED);
    world.users.set('anna', anna({ sessionEpoch: 1 }));
    await expect(answer(challenge, `1234${codeOf(undefined, 1)}`)).rejects.toMatchObject(FAILED);
    expect(audited().at(-1)).toEqual(['recovery.passcode', 'failure', 'challenge.invalid']);
  });

  test('a next tokencode is no proof here either', async () => {
    const challenge = challengeOf(await verifyLink(await link()));
    await expect(answer(challenge, `1234${codeOf(undefined, 2)}`)).rejects.toMatchObject(FAILED);
    await expect(answer(rubbish(), '1234000000')).rejects.toMatchObject(FAILED);
  });
});

describe('an administrator’s link', () => {
  test('leads straight to the password, feature on or off, once', async () => {
    world.settings = settingsWith({});
    world.users.set('anna', anna({ answers: [], firstTokenLogonAt: undefined }));
    const secret = await link('administrator-link');
    const step = await verifyLink(secret);
    expect(step.ask).toBe('password');
    await reset('grant' in step ? step.grant : '');
    await expect(verifyLink(secret)).rejects.toMatchObject({ code: 'feature.off' });
  });

  test.each([{ enabled: false }, { lockedOut: true }, { sessionEpoch: 1 }])('serves nobody with %j', async (more) => {
    const secret = await link('administrator-link');
    world.users.set('anna', anna(more));
    await expect(verifyLink(secret)).rejects.toMatchObject(FAILED);
  });
});

test('switched off, every step answers so', async () => {
  const secret = await link();
  const step = await verifyLink(await link());
  const grant = await granted();
  mode('email-link+questions', { selfServiceFeatures: { forgotPasswordLink: false } });
  const off = { code: 'feature.off', status: 404 };
  await expect(requestRecovery(world.ports, { ...at, userId: 'anna' })).rejects.toMatchObject(off);
  await expect(verifyLink(secret)).rejects.toMatchObject(off);
  await expect(verifyUser('anna', '1234000000')).rejects.toMatchObject(off);
  await expect(giveAnswers(step)).rejects.toMatchObject(off);
  await expect(answerWithPasscode(world.ports, { ...at, challenge: 'c', passcode: 'p' })).rejects.toMatchObject(off);
  await expect(reset(grant)).rejects.toMatchObject(off);
});

describe('asking for a mail', () => {
  const ask = (userId: string, source: string, now = NOW) => requestRecovery(world.ports, { userId, source, now });
  const limited = () => world.mails.map((mail) => 'limited' in mail && mail.limited);

  test('is the same for everybody and changes nothing', async () => {
    await ask('anna', '192.0.2.1');
    const calls = world.calls.splice(0);
    await ask('stranger', '192.0.2.1');
    expect(world.calls).toEqual(calls);
    expect(world.calls).not.toContain('readUser');
    expect(world.challenges.size).toBe(0);
  });

  test('past the user’s limit, only a source that has not asked for this user within the hour is heard', async () => {
    for (let index = 0; index < 4; index++) await ask('anna', '192.0.2.1');
    await ask('anna', '192.0.2.2');
    await ask('anna', '192.0.2.2');
    await ask('anna', '192.0.2.2', NOW + 3_600_000);
    expect(limited()).toEqual([false, false, false, true, false, true, false]);
  });

  test('is limited by source', async () => {
    for (let index = 0; index < 30; index++) await ask(`user ${index}`, '192.0.2.1');
    await expect(ask('anna', '192.0.2.1')).rejects.toMatchObject({ code: 'throttle.source' });
    await ask('anna', '192.0.2.2');
  });
});
