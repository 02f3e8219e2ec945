/** L1: every step of a recovery is in the audit, with who, whence, when and why. */
import { codeOf, NOW, RING } from '#test/support/memory.ts';
import {
  anna,
  asked,
  fixture,
  giveAnswers,
  granted,
  link,
  mode,
  prepare,
  reset,
  verifyLink,
  verifyUser,
} from '#test/support/recovery.ts';
import { nameOf } from '../subject.ts';
import { answerWithPasscode } from './answers.ts';
import { questionsFor } from './state.ts';

prepare();

const AT = { source: '192.0.2.1', now: NOW };
const who = (name: string) => ({ actor: name, object: name, ...AT });
const entry = (action: string, reason?: string, name = 'anna') => ({
  ...who(name),
  action: `recovery.${action}`,
  outcome: reason === undefined ? 'success' : 'failure',
  ...(reason === undefined ? {} : { facts: { reason } }),
});
const failing = (work: Promise<unknown>) => expect(work).rejects.toThrow();

test('link, answers and reset leave an entry each', async () => {
  const { grant } = await giveAnswers(await verifyLink(await link()));
  await reset(grant);
  expect(fixture.store.audit).toStrictEqual([entry('link'), entry('answers'), entry('reset')]);
});

test('the reason of a failure is in the audit and in no answer', async () => {
  const [first, second] = [await link(), await link('recovery-link', NOW + 1)];
  const step = await verifyLink(first);
  await failing(giveAnswers(step, () => 'wrong'));
  fixture.store.users.set('anna', anna({ sessionEpoch: 1 }));
  await failing(giveAnswers(step));
  await failing(verifyLink(second, NOW + 1));
  expect(fixture.store.audit).toStrictEqual([
    entry('link'),
    entry('answers', 'answers.wrong'),
    entry('answers', 'challenge.invalid'),
    { ...entry('link', 'link.invalid'), now: NOW + 1 },
  ]);
});

test('a passcode in place of the link, or after it, leaves an entry', async () => {
  fixture.store.users.set('anna', anna({ email: undefined }));
  await verifyUser('anna', `1234${codeOf()}`);
  await failing(verifyUser('anna', '1234000000'));
  await failing(verifyUser('stranger', '1234000000'));
  mode('email-link+token');
  const step = await verifyLink(await link());
  const challenge = step.ask === 'passcode' ? step.challenge : '';
  const prove = (passcode: string) => answerWithPasscode(fixture.store.ports, { ...AT, challenge, passcode });
  await failing(prove('1234000000'));
  await prove(`1234${codeOf(undefined, 1)}`);
  const unknown = nameOf({ key: 'stranger' }, RING);
  expect(fixture.store.audit).toStrictEqual([
    entry('passcode'),
    entry('passcode', 'passcode.wrong'),
    entry('passcode', 'user.unknown', unknown),
    entry('link'),
    entry('passcode', 'passcode.wrong'),
    entry('passcode'),
  ]);
});

test('a user with answers is asked their own questions, disabled or not; all others get decoys without a hash', async () => {
  const drawn = (user = fixture.store.users.get('anna')) =>
    questionsFor(fixture.store.ports, 'anna', user, fixture.store.settings);
  const own = await drawn();
  expect(own.map(({ hash }) => typeof hash)).toEqual(['string', 'string']);
  for (const more of [{ enabled: false }, { lockedOut: true }]) expect(await drawn(anna(more))).toEqual(own);
  for (const more of [{ firstTokenLogonAt: undefined }, { answers: [] }])
    expect((await drawn(anna(more))).map(({ hash }) => typeof hash)).toEqual(['undefined', 'undefined']);
});

test('a grant ends with the sessions of its user', async () => {
  fixture.store.users.set('anna', anna({ sessionEpoch: 3 }));
  await granted();
  expect([...fixture.store.challenges.values()]).toMatchObject([{ kind: 'recovery-grant', user: 'anna', epoch: 3 }]);
  expect(asked(await verifyLink(await linkOf(3))).questions).toHaveLength(2);
});
const linkOf = async (epoch: number) => {
  const { createLink } = await import('./link.ts');
  return createLink(fixture.store.ports, { kind: 'recovery-link', user: 'anna', epoch }, NOW, 600_000);
};
