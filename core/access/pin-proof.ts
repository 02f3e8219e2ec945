/**
 * T7: where the setting asks for it, a first PIN takes a code from the user's mailbox too, so that a person who finds a
 * token in New PIN mode can't set its PIN. The code is made where the mail is made, and only its hash is kept.
 */
import { randomInt } from 'node:crypto';
import { invalid, type LandfallError } from '#core/errors.ts';
import { secretHash } from '#core/secret.ts';
import type { Settings } from '#core/settings/model.ts';
import { type ChallengePort, LIFETIME_MS, peekChallenge, takeChallenge } from './challenge.ts';
import type { ThrottlePort } from './ports.ts';
import { DAY_MS } from './throttle.ts';

/** Without letters and digits that look alike: 10 of 31 are 49 bits, to be guessed in ten tries a day. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 10;
const TRIES_A_DAY = 10;
const TRIES = 'new-pin-proof';

/** Recovery by questions alone forces it: a person who found a token could otherwise log on, choose new answers and a password. */
export function asksForProof({ tokenPolicy, recovery }: Pick<Settings, 'tokenPolicy' | 'recovery'>): boolean {
  return tokenPolicy.newPinProof === 'mail' || recovery.mode === 'questions';
}

const secretOf = (user: string, code: string): string =>
  JSON.stringify([TRIES, user, code.toUpperCase().replace(/[\s-]/gu, '')]);

/** @returns the code for the mail, in two halves; it is not stored */
export async function createPinProof(
  ports: Pick<ChallengePort, 'createChallenge'>,
  { user, epoch }: { readonly user: string; readonly epoch: number },
  now: number,
): Promise<string> {
  const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const proof = {
    kind: 'new-pin-proof',
    user,
    epoch,
    issuedAt: now,
    endsAt: now + LIFETIME_MS['new-pin-proof'],
  } as const;
  await ports.createChallenge(secretHash(secretOf(user, code)), proof);
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/**
 * Uses a code up. A try is counted before the code is compared; a right one is refunded.
 * @param choose runs only after a right code; where it throws, the code stays valid
 * @throws LandfallError pin.proof_required, pin.proof_wrong (403); what `choose` throws
 */
export async function usePinProof<T>(
  ports: Pick<ChallengePort, 'readChallenge' | 'takeChallenge'> & ThrottlePort,
  { user, epoch }: { readonly user: string; readonly epoch: number },
  code: string | undefined,
  now: number,
  choose: () => T,
): Promise<T> {
  if (code === undefined)
    throw invalid(
      'pin.proof_required',
      'Enter the code that was mailed to you as well. Without a mailbox ask your help desk for a PIN.',
    );
  const secret = secretOf(user, code);
  const counted = await ports.hit(TRIES, user, TRIES_A_DAY, DAY_MS, now);
  const proof = counted !== undefined ? await peekChallenge(ports, 'new-pin-proof', secret, now) : undefined;
  if (proof?.epoch !== epoch) throw wrong();
  await ports.unhit(TRIES, user, DAY_MS, now);
  const chosen = choose();
  if (!(await takeChallenge(ports, 'new-pin-proof', secret, now))) throw wrong();
  return chosen;
}

const wrong = (): LandfallError =>
  invalid(
    'pin.proof_wrong',
    'The code is not the one that was mailed to you, or not any more. Log on again for a new one.',
  );
