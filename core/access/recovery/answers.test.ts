/** Which questions are asked, and how answers are judged. */

import { answerOf, verifySecret } from '#core/passwords/hash.ts';
import { unboundHash } from '#test/support/earlier-hashes.ts';
import { NOW, RING } from '#test/support/memory.ts';
import {
  ANSWERS,
  anna,
  asked,
  at,
  audited,
  FAILED,
  fixture,
  giveAnswers,
  link,
  type MODES,
  mode,
  prepare,
  verifyLink,
  verifyUser,
  WRONG,
} from '#test/support/recovery.ts';
import { answerQuestions } from './answers.ts';
import { type VerifyResult, verifyRecovery } from './verify.ts';

prepare();

describe('answers of a release before, whose hashes name no user (K1)', () => {
  /** Gives the user such hashes. @returns the answers as they are stored then */
  async function unbound() {
    const hashOf = (index: number) => unboundHash(ANSWERS[index]!.toLowerCase(), RING);
    const before = await Promise.all(
      fixture.answers.map(async (one, index) => ({ ...one, hash: await hashOf(index) })),
    );
    fixture.store.users.set('anna', anna({ answers: before }));
    return before;
  }

  test('count, and are bound to their user once they were right; the others stay', async () => {
    mode('email-link+questions');
    const before = await unbound();
    const step = await verifyLink(await link('recovery-link', NOW), NOW);
    const given = asked(step).questions.map(({ question }) => question);
    await giveAnswers(step);
    for (const [index, { question, hash }] of fixture.store.users.get('anna')!.answers.entries()) {
      if (!given.includes(question)) expect(hash).toBe(before[index]!.hash);
      else
        expect(await verifySecret(ANSWERS[index]!.toLowerCase(), hash, RING, answerOf('anna', {}))).toEqual({
          ok: true,
          stale: false,
        });
    }
    expect(given).toHaveLength(2);
  });

  test('stay as they are where one of them is wrong', async () => {
    mode('email-link+questions');
    const before = await unbound();
    const step = await verifyLink(await link('recovery-link', NOW), NOW);
    const [first] = asked(step).questions;
    const right = ANSWERS[fixture.answers.findIndex(({ question }) => question === first!.question)]!;
    await expect(giveAnswers(step, (answer) => (answer === right ? answer : 'no'))).rejects.toMatchObject(WRONG);
    expect(fixture.store.users.get('anna')!.answers).toEqual(before);
  });
});

describe('answers', () => {
  test('are compared as a whole, and after the day’s limit of wrong sets even right ones are refused, across links', async () => {
    mode('email-link+questions', { recovery: { wrongSetsPerDay: 2 } });
    for (let set = 0; set < 2; set++) {
      const step = await verifyLink(await link('recovery-link', NOW + set), NOW + set);
      const half = asked(step).questions[0]!.question;
      const rightHalf = ANSWERS[fixture.answers.findIndex(({ question }) => question === half)]!;
      await expect(giveAnswers(step, (answer) => (answer === rightHalf ? answer : 'no'))).rejects.toMatchObject(WRONG);
    }
    const step = await verifyLink(await link('recovery-link', NOW + 9), NOW + 9);
    await expect(giveAnswers(step)).rejects.toMatchObject(WRONG);
    expect(audited().at(-1)).toEqual(['recovery.answers', 'failure', 'recovery.limit']);
    expect(fixture.store.users.get('anna')?.failures).toBe(0);
    const tomorrow = NOW + 86_400_000;
    await giveAnswers(await verifyLink(await link('recovery-link', tomorrow), tomorrow), undefined, tomorrow);
  });

  test('that are right are not counted', async () => {
    mode('email-link+questions', { recovery: { wrongSetsPerDay: 2 } });
    for (let set = 0; set < 3; set++)
      await giveAnswers(await verifyLink(await link('recovery-link', NOW + set), NOW + set));
  });

  test('lead to one grant only', async () => {
    const step = await verifyLink(await link());
    await giveAnswers(step);
    await expect(giveAnswers(step)).rejects.toMatchObject(FAILED);
    const ports = { ...fixture.store.ports, takeChallenge: async () => undefined };
    const other = asked(await verifyLink(await link('recovery-link', NOW + 1), NOW + 1));
    const given = other.questions.map(({ id, question }) => ({
      id,
      answer: ANSWERS[fixture.answers.findIndex((one) => one.question === question)]!,
    }));
    const lost = answerQuestions(ports, { ...at, challenge: other.challenge, answers: given });
    await expect(lost).rejects.toMatchObject(FAILED);
  });

  test('to fewer questions than asked, to others, or none are wrong', async () => {
    const { challenge, questions } = asked(await verifyLink(await link()));
    expect(questions).toHaveLength(2);
    const give = (given: { id: string; answer: string }[]) =>
      answerQuestions(fixture.store.ports, { ...at, challenge, answers: given });
    await expect(give([])).rejects.toMatchObject(WRONG);
    const [first] = questions;
    const right = ANSWERS[fixture.answers.findIndex(({ question }) => question === first!.question)]!;
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
      await fixture.store.ports.nextRound('anna');
      seen.add(JSON.stringify(await drawn(NOW + round)));
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  test('for unknown user IDs look like real ones, stay the same, differ between IDs, and no answer is right', async () => {
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
    expect(fixture.store.audit.at(-1)?.actor).toMatch(/^unknown:/u);
  });

  test.each([
    ['disabled', { enabled: false }],
    ['locked out', { lockedOut: true }],
    ['not started', { accountStart: NOW + 1 }],
    ['over', { accountEnd: NOW }],
  ])('an account that is %s is asked the same as before, and no answer helps', async (_what, fault) => {
    mode('questions');
    const { questions } = asked(await verifyUser('anna'));
    fixture.store.users.set('anna', anna(fault));
    const step = asked(await verifyUser('anna'));
    expect(step.questions).toEqual(questions);
    await expect(giveAnswers(step)).rejects.toMatchObject(WRONG);
    expect(audited().at(-1)).toEqual(['recovery.answers', 'failure', 'challenge.invalid']);
  });

  test('without a catalogue there are none, and no empty set of answers is a right one', async () => {
    mode('questions');
    const ports = { ...fixture.store.ports, readCatalogue: async () => [] };
    const step = asked(await verifyRecovery(ports, { ...at, userId: 'stranger' }));
    expect(step.questions).toEqual([]);
    const none = answerQuestions(ports, { ...at, challenge: step.challenge, answers: [] });
    await expect(none).rejects.toMatchObject(WRONG);
  });

  test('cost the same calls for an unknown user ID, for a user without enrolment and for wrong answers', async () => {
    mode('questions');
    fixture.store.users.set('half', anna({ userId: 'half', firstTokenLogonAt: undefined }));
    const callsOf = async (userId: string) => {
      fixture.store.calls.length = 0;
      await expect(giveAnswers(await verifyUser(userId), () => 'no')).rejects.toMatchObject(WRONG);
      return [...fixture.store.calls];
    };
    const known = await callsOf('anna');
    expect(await callsOf('stranger')).toEqual(known);
    expect(await callsOf('half')).toEqual(known);
  });
});

describe('past the limit of wrong sets', () => {
  const wrongFrom = async (source: string) => {
    const step = asked(fixture.store.settings.recovery.mode === 'questions' ? await verifyUser('anna') : await fresh());
    const answers = step.questions.map(({ id }) => ({ id, answer: 'no' }));
    const wrong = answerQuestions(fixture.store.ports, { source, now: NOW, challenge: step.challenge, answers });
    await expect(wrong).rejects.toMatchObject({ ...WRONG, facts: { wrongSetsPerDay: 2 } });
  };
  let links = 0;
  const fresh = async () => verifyLink(await link('recovery-link', NOW + ++links), NOW + links);
  const usedUp = async (value: (typeof MODES)[number]) => {
    mode(value, { recovery: { mode: value, wrongSetsPerDay: 2 } });
    for (const host of [1, 2, 3]) await wrongFrom(`198.51.100.${host}`);
  };

  test('a trusted source may try where a user ID alone leads to the questions, and its try stays counted', async () => {
    await usedUp('questions');
    const { hit } = fixture.store.ports;
    expect(await giveAnswers(await verifyUser('anna'))).toMatchObject({ grant: expect.any(String) });
    // The limit stays used up: the next set is past it, too.
    expect(await hit('recovery-answers', 'anna', 2, 86_400_000, NOW)).toBeUndefined();
  });

  test('no source may try where the questions come after a link to the mailbox', async () => {
    await usedUp('email-link+questions');
    await expect(giveAnswers(await fresh(), undefined, NOW + links)).rejects.toMatchObject(WRONG);
    expect(audited().at(-1)).toEqual(['recovery.answers', 'failure', 'recovery.limit']);
  });
});
