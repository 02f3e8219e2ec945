/**
 * A bearer secret that connects two steps; its hash names a record that expires. It can be used once, for one kind of step of
 * one user, and ends with the user's sessions (epoch), so that no step can be skipped, reordered or replayed (F7).
 */

import { newSecret, secretHash } from '#core/secret.ts';
import type { Method } from '#core/settings/expression.ts';
import type { ConsoleName } from '#core/settings/methods.ts';
import type { RecoveryMode } from '#core/settings/model.ts';
import type { SettingsPort } from './ports.ts';
import { wasVoided } from './restored.ts';

export const CHALLENGE_KINDS = [
  'factor',
  'new-pin',
  'new-pin-proof',
  'next-tokencode',
  'recovery-link',
  'administrator-link',
  'recovery-questions',
  'recovery-passcode',
  'recovery-next-tokencode',
  'recovery-grant',
  'pin-next-tokencode',
] as const;
export type ChallengeKind = (typeof CHALLENGE_KINDS)[number];

export type Challenge = {
  readonly kind: ChallengeKind;
  readonly user: string;
  /** The user's session epoch when it was issued. */
  readonly epoch: number;
  /** Unix milliseconds. */
  readonly issuedAt: number;
  readonly endsAt: number;
  /** Logon only: the console, and the methods proved so far. */
  readonly console?: ConsoleName;
  readonly methods?: readonly Method[];
  /** Logon only: an expression that it has to satisfy as well as its console's. */
  readonly also?: string;
  /** Recovery steps only: what was asked for. A change of the mode makes a step that was begun before invalid. */
  readonly mode?: RecoveryMode;
  /** Grants only: from an administrator's link, which works even where Forgot Your Password is off. */
  readonly byAdministrator?: boolean;
  /** The next tokencode of a recovery only: the step whose passcode it completes. */
  readonly completes?: 'verify' | 'answers';
  /** Token steps only: whose code was spent, and which. */
  readonly serial?: string;
  readonly interval?: number;
};

/** How long each step may take, in milliseconds. Links have their own settings. */
export const LIFETIME_MS = {
  factor: 5 * 60_000,
  'new-pin': 10 * 60_000,
  'new-pin-proof': 10 * 60_000,
  'next-tokencode': 3 * 60_000,
  'recovery-questions': 10 * 60_000,
  'recovery-passcode': 10 * 60_000,
  'recovery-next-tokencode': 3 * 60_000,
  'recovery-grant': 10 * 60_000,
  'pin-next-tokencode': 3 * 60_000,
} as const;

export type ChallengePort = {
  createChallenge(hash: string, challenge: Challenge): Promise<void>;
  readChallenge(hash: string): Promise<Challenge | undefined>;
  /** Deletes it: of any number of simultaneous callers exactly one gets it. */
  takeChallenge(hash: string, kind: ChallengeKind, now: number): Promise<Challenge | undefined>;
};

/** @returns the secret, which is stored nowhere */
export async function issueChallenge(
  ports: Pick<ChallengePort, 'createChallenge'>,
  challenge: Omit<Challenge, 'issuedAt' | 'endsAt'>,
  now: number,
  lifetimeMs: number,
): Promise<string> {
  const secret = newSecret();
  await ports.createChallenge(secretHash(secret), { ...challenge, issuedAt: now, endsAt: now + lifetimeMs });
  return secret;
}

/** The challenge if it is in force; it is not deleted. A caller that decides by it takes it afterwards. */
export async function peekChallenge(
  ports: Pick<ChallengePort, 'readChallenge'> & SettingsPort,
  kind: ChallengeKind,
  secret: string,
  now: number,
): Promise<Challenge | undefined> {
  const challenge = await ports.readChallenge(secretHash(secret));
  if (challenge?.kind !== kind || challenge.endsAt <= now) return undefined;
  return (await wasVoided(ports, challenge.issuedAt)) ? undefined : challenge;
}

/** The challenge, for the first caller that takes it. */
export async function takeChallenge(
  ports: Pick<ChallengePort, 'takeChallenge'> & SettingsPort,
  kind: ChallengeKind,
  secret: string,
  now: number,
): Promise<Challenge | undefined> {
  const taken = await ports.takeChallenge(secretHash(secret), kind, now);
  return taken && !(await wasVoided(ports, taken.issuedAt)) ? taken : undefined;
}
