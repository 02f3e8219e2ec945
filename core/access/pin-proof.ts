/**
 * T7: where the setting asks for it, a first PIN takes a code from the user's mailbox too, so that a person who finds a
 * token in New PIN mode can't set its PIN. The code is made where the mail is made, for the one logon that asked for it, and
 * only a keyed hash of it is kept: 49 bits could be found by trying them all against a plain one.
 */
import { createHmac, randomInt } from 'node:crypto';
import { invalid, type LandfallError } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { secretHash } from '#core/secret.ts';
import type { Settings } from '#core/settings/model.ts';
import { type ChallengePort, LIFETIME_MS, peekChallenge, takeChallenge } from './challenge.ts';
import type { PepperPort, SettingsPort, ThrottlePort } from './ports.ts';
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

/** Whose code it is. `logon`: the hash of the challenge that asked for it. */
type Owner = { readonly user: string; readonly epoch: number; readonly logon: string };

const secretOf = (pepper: Buffer, { user, logon }: Owner, code: string): string =>
  createHmac('sha256', pepper)
    .update(JSON.stringify([TRIES, user, logon, code.toUpperCase().replace(/[\s-]/gu, '')]))
    .digest('base64url');

/** @returns the code for the mail, in two halves; it is not stored */
export async function createPinProof(
  ports: Pick<ChallengePort, 'createChallenge'> & PepperPort,
  owner: Owner,
  now: number,
): Promise<string> {
  const { keys, current } = await ports.peppers();
  const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const proof = {
    kind: 'new-pin-proof',
    user: owner.user,
    epoch: owner.epoch,
    issuedAt: now,
    endsAt: now + LIFETIME_MS['new-pin-proof'],
  } as const;
  await ports.createChallenge(secretHash(secretOf(keys[current]!, owner, code)), proof);
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/**
 * Uses a code up. A try is counted before the code is compared; a right one is refunded.
 * @param ring the code was made with one of its peppers
 * @param choose runs only after a right code; where it throws, the code stays valid
 * @throws LandfallError pin.proof_required, pin.proof_wrong (403); what `choose` throws
 */
export async function usePinProof<T>(
  ports: Pick<ChallengePort, 'readChallenge' | 'takeChallenge'> & SettingsPort & ThrottlePort,
  owner: Owner,
  code: string | undefined,
  ring: KeyRing,
  now: number,
  choose: () => T,
): Promise<T> {
  if (code === undefined)
    throw invalid(
      'pin.proof_required',
      'Enter the code that was mailed to you as well. Without a mailbox ask your help desk: it can enter an address for you.',
    );
  const counted = await ports.hit(TRIES, owner.user, TRIES_A_DAY, DAY_MS, now);
  const secret = counted === undefined ? undefined : await knownSecret(ports, owner, code, ring, now);
  if (secret === undefined) throw wrong();
  await ports.unhit(TRIES, owner.user, DAY_MS, now);
  const chosen = choose();
  if (!(await takeChallenge(ports, 'new-pin-proof', secret, now))) throw wrong();
  return chosen;
}

/** A rotation of the peppers refuses no code: each key of the ring may have made it. */
async function knownSecret(
  ports: Pick<ChallengePort, 'readChallenge'> & SettingsPort,
  owner: Owner,
  code: string,
  { keys }: KeyRing,
  now: number,
): Promise<string | undefined> {
  for (const pepper of Object.values(keys)) {
    const secret = secretOf(pepper, owner, code);
    const proof = await peekChallenge(ports, 'new-pin-proof', secret, now);
    if (proof?.epoch === owner.epoch) return secret;
  }
  return undefined;
}

const wrong = (): LandfallError =>
  invalid(
    'pin.proof_wrong',
    'The code is not the one that was mailed to you, or not any more. Log on again for a new one.',
  );
