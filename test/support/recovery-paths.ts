/** The paths through a recovery, one table for its tests: each step as its user takes it, and the answer to invented values. */

import { saveUser } from '#adapters/administration/users.ts';
import { readUser } from '#adapters/directory/index.ts';
import type { ChallengeKind } from '#core/access/challenge.ts';
import { createLink } from '#core/access/recovery/link.ts';
import { issueStep } from '#core/access/recovery/state.ts';
import type { AccountAct } from '#core/administration/users/act.ts';
import { actOnAccount, editUser } from '#core/administration/users/administer.ts';
import type { User } from '#core/directory/model.ts';
import { answerOf, hashSecret } from '#core/passwords/hash.ts';
import type { RecoveryMode } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { type Answer, accessPorts, addUser, call, configure, type Device, passcodeOf, QUESTIONS } from './access.ts';
import { giveAnswers, link, MINUTE, PASSWORD, verify } from './access-steps.ts';

type Asked = { readonly id: string; readonly question: string };
type Verified = { readonly challenge: string; readonly questions?: Asked[] };
/** The recovery mode, and what proves the first and the second factor in it. */
export type RecoveryPath = {
  readonly mode: RecoveryMode;
  readonly first: 'link' | 'passcode' | 'user ID';
  readonly second: 'questions' | 'passcode';
};
export const PATHS: readonly RecoveryPath[] = [
  { mode: 'email-link+questions', first: 'link', second: 'questions' },
  { mode: 'email-link+questions', first: 'passcode', second: 'questions' },
  { mode: 'questions', first: 'user ID', second: 'questions' },
  { mode: 'email-link+token', first: 'link', second: 'passcode' },
  { mode: 'email-link+token', first: 'passcode', second: 'passcode' },
];
export const MODES = [...new Set(PATHS.map(({ mode }) => mode))];
export const CHALLENGE_KINDS: readonly Exclude<ChallengeKind, 'new-pin-proof'>[] = [
  'factor',
  'new-pin',
  'next-tokencode',
  'recovery-link',
  'administrator-link',
  'recovery-questions',
  'recovery-passcode',
  'recovery-next-tokencode',
  'recovery-grant',
  'pin-next-tokencode',
];

const known = new Map<string, Promise<User['answers']>>();
/** Hashed once for each user, since hashing takes long. */
async function storedAnswers(key: string): Promise<User['answers']> {
  const ring = await accessPorts.peppers();
  const stored =
    known.get(key) ??
    Promise.all(
      QUESTIONS.slice(0, 3).map(async (question, index) => ({
        language: 'en_US',
        question,
        hash: await hashSecret(`my ${index} reply`, ring, answerOf(key, {})),
      })),
    );
  known.set(key, stored);
  return stored;
}

/** A user who may recover a password. */
export async function enrolled(userId: string, more: object = {}): Promise<Device> {
  const user = {
    email: `${userId}@example.com`,
    firstTokenLogonAt: 1,
    answers: await storedAnswers(userKey(userId)),
    ...more,
  };
  return addUser(userId, { pin: '1234', user });
}
export const setMode = (mode: RecoveryMode) => configure(({ recovery }) => ({ recovery: { ...recovery, mode } }));
/** Issues any secret that a step may give, for any user ID. */
export async function issueSecret(
  kind: (typeof CHALLENGE_KINDS)[number],
  user: string,
  mode: RecoveryMode,
  more: object = {},
): Promise<string> {
  const now = Date.now();
  if (kind === 'recovery-link' || kind === 'administrator-link')
    return createLink(accessPorts, { kind, user, epoch: 0 }, now, 10 * MINUTE);
  return issueStep(accessPorts, kind, user, await readUser(user), now, { mode, ...more });
}

export const begin = async ({ first }: RecoveryPath, userId: string, device: Device): Promise<Answer> => {
  if (first === 'link') return verify({ link: await link(userId) });
  return verify(first === 'passcode' ? { userId, passcode: passcodeOf(device) } : { userId });
};
/** The second step as its user would give it: a passcode that was not used yet, or the right answers. */
export function give(path: RecoveryPath, device: Device, { challenge, questions = [] }: Verified): Promise<Answer> {
  if (path.second === 'questions') return giveAnswers(challenge, questions);
  return call('POST /api/forgot-password/answers', { body: { challenge, passcode: passcodeOf(device, 1) } });
}
export const reset = (grant: unknown) =>
  call('POST /api/forgot-password/reset', { body: { grant, password: PASSWORD } });
export const ALL_QUESTIONS = QUESTIONS.map((question) => ({ question }));

/** The answers to invented values, as an attacker gets them: every refusal must look the same. */
export const invented = {
  verify: () => verify({ link: 'm'.repeat(43) }),
  reset: () => reset('m'.repeat(43)),
  /** For a challenge that was never issued. */
  challenge: (path: RecoveryPath) =>
    give(path, { serial: '9'.repeat(12), seed: Buffer.alloc(16) }, { challenge: 'm'.repeat(43) }),
  /** For a challenge issued for an unknown user ID, as for any other. */
  challengeOfUnknownUser: async (path: RecoveryPath) => {
    const kind = path.second === 'questions' ? 'recovery-questions' : 'recovery-passcode';
    const { mode } = (await accessPorts.readSettings()).settings.recovery;
    const challenge = await issueStep(accessPorts, kind, 'unknown', undefined, Date.now(), { mode });
    return give(path, { serial: '9'.repeat(12), seed: Buffer.alloc(16) }, { challenge });
  },
};

const asked = () => ({
  actor: { id: 'ops', role: 'super-admin', operator: true, fresh: true, methods: [], source: '192.0.2.9' } as const,
  now: Date.now(),
});
/** An edit as an administrator saves it. */
export async function edit(userId: string, change: object): Promise<void> {
  const user = await readUser(userId);
  await editUser({ ...accessPorts, saveUser }, userId, { version: user!.version, ...change } as never, asked());
}
/** An administrator's act on an account. */
export async function act(userId: string, what: AccountAct): Promise<void> {
  await actOnAccount({ ...accessPorts, saveUser }, userId, what, asked());
}
/** What may happen to an account between two steps. Each ends the recovery that was begun. */
export const EVENTS: Readonly<Record<string, (userId: string) => Promise<void>>> = {
  disabled: (userId) => act(userId, 'disable'),
  'locked out': (userId) => act(userId, 'lock'),
  ended: (userId) => edit(userId, { accountEnd: Date.now() - 1 }),
  'not started yet': (userId) => edit(userId, { accountStart: Date.now() + MINUTE }),
  're-addressed': (userId) => edit(userId, { email: 'another@example.com' }),
  'without an address any more': (userId) => edit(userId, { email: null, lastName: 'New' }),
  'given a role': (userId) => edit(userId, { role: 'help-desk' }),
  'without answers any more': (userId) => act(userId, 'clear-answers'),
  'disabled and enabled again': async (userId) => {
    await act(userId, 'disable');
    await act(userId, 'enable');
  },
  'given a password by an administrator': (userId) => edit(userId, { password: `${PASSWORD} indeed` }),
};

export const variants = (secret: string): readonly (readonly [string, unknown])[] => [
  ['with one character changed', `${secret.startsWith('A') ? 'B' : 'A'}${secret.slice(1)}`],
  ['with the last character changed', `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`],
  ['truncated', secret.slice(0, -1)],
  ['longer by one', `${secret}A`],
  ['with white space before it', ` ${secret}`],
  ['with white space after it', `${secret} `],
  ['padded', `${secret}=`],
  ['in capital letters', secret.toUpperCase()],
  ['of the greatest length', secret.repeat(3).slice(0, 128)],
  ['in another script', '链接'.repeat(20)],
  ['with a NUL', `${secret}\0`],
];
export const UNREADABLE: readonly (readonly [string, unknown])[] = [
  ['empty', ''],
  ['endless', 'x'.repeat(300)],
  ['null', null],
  ['a number', 7],
  ['a list', ['x']],
  ['an object', { $ne: '' }],
];
