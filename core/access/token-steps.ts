/**
 * The two steps that a token logon may ask for before it is complete: the next tokencode (T6), and a first PIN (T7), which
 * opens no session.
 */
import { eventEntries, recordEvent } from '#core/audit.ts';
import { accountFault } from '#core/directory/account.ts';
import { invalid, isError, type LandfallError } from '#core/errors.ts';
import { tellOfTokenAct } from '#core/notices/ways.ts';
import { secretHash } from '#core/secret.ts';
import type { Settings } from '#core/settings/model.ts';
import { pinHash, pinKeyIds } from '#core/tokens/pin.ts';
import { choosePin } from '#core/tokens/pin-policy.ts';
import { tokenUsable } from '#core/tokens/state.ts';
import { peekChallenge, takeChallenge } from './challenge.ts';
import { type Attempt, concludeAttempt, type LogonPorts, type LogonResult, logonFailed } from './logon.ts';
import { proveNextTokencode } from './next-tokencode.ts';
import { asksForProof, usePinProof } from './pin-proof.ts';
import { readingOnce } from './ports.ts';
import { limitRate } from './throttle.ts';

type Step = {
  readonly challenge: string;
  readonly source: string;
  readonly browser?: string | undefined;
  readonly now: number;
};

/** One try a challenge: a wrong code counts, and the user begins again. @throws LandfallError logon.failed, throttle.source */
export async function nextTokencode(given: LogonPorts, request: NextStep): Promise<LogonResult> {
  const ports = readingOnce(given);
  const { settings } = await ports.readSettings();
  return limitRate(ports, settings, request, () => tryNextTokencode(ports, settings, request));
}

type NextStep = Step & { readonly tokencode: string };
async function tryNextTokencode(ports: LogonPorts, settings: Settings, request: NextStep): Promise<LogonResult> {
  const { source, browser, now, tokencode } = request;
  const challenge = await takeChallenge(ports, 'next-tokencode', request.challenge, now);
  if (!challenge?.console || !challenge.methods) throw logonFailed();
  const { console, also, methods } = challenge;
  const { subject, proof } = await proveNextTokencode(ports, challenge, { tokencode, settings, source, now });
  const step = { action: 'logon.next-tokencode', settings, subject, console, also } as const;
  const attempt: Attempt = { ...step, source, browser, now };
  return concludeAttempt(ports, attempt, proof, 'SecurID_Native', methods);
}

const challengeInvalid = (): LandfallError =>
  invalid('challenge.invalid', 'This step is over or was done already. Log on again.');

/**
 * Sets the first PIN of a token: the user's choice, or a generated one, which is shown once. It counts from the next
 * tokencode on. @throws LandfallError challenge.invalid (401), pin.* (400), pin.proof_* (403), throttle.source
 */
export async function newPin(given: LogonPorts, request: PinStep): Promise<PinSet> {
  const ports = readingOnce(given);
  const { settings } = await ports.readSettings();
  return limitRate(ports, settings, request, () => setNewPin(ports, settings, request));
}

type PinStep = Step & { readonly pin?: string | undefined; readonly code?: string | undefined };
type PinSet = { status: 'pin-set'; pin?: string };
async function setNewPin(ports: LogonPorts, settings: Settings, request: PinStep): Promise<PinSet> {
  const { source, now } = request;
  const challenge = await peekChallenge(ports, 'new-pin', request.challenge, now);
  if (!challenge?.serial) throw challengeInvalid();
  const { user: key, serial, epoch } = challenge;
  const token = (await ports.readTokens([serial])).find(({ assignee }) => assignee === key);
  const user = await ports.readUser(key);
  if (!token || !tokenUsable(token, now)) throw challengeInvalid();
  if (accountFault(user, now) || user?.sessionEpoch !== epoch) throw challengeInvalid();
  const ring = await ports.peppers(pinKeyIds(token));
  const { tokenPolicy } = settings;
  const choose = () => choosePin(tokenPolicy, token, ring, request.pin);
  const event = { actor: key, action: 'token.pin-set', object: serial, source, now } as const;
  // Before the challenge is taken: a PIN that the policy refuses may be chosen again. Whether it is one of
  // the token's former PINs is answered only after the proof of the mailbox, where that is asked for.
  if (asksForProof(settings)) choosePin({ ...tokenPolicy, pinHistory: 0 }, token, ring, request.pin);
  const { pin, generated } = asksForProof(settings)
    ? await usePinProof(
        ports,
        { ...challenge, logon: secretHash(request.challenge) },
        request.code,
        ring,
        now,
        choose,
      ).catch(async (error: unknown) => {
        if (isError(error, 'pin.proof_wrong')) await recordEvent(ports, event, error.code);
        throw error;
      })
    : choose();
  if (!(await takeChallenge(ports, 'new-pin', request.challenge, now))) throw challengeInvalid();
  if (!(await ports.setPin(serial, key, pinHash(ring, token, pin), now, eventEntries(event)))) {
    await recordEvent(ports, event, 'challenge.used');
    throw challengeInvalid();
  }
  await tellOfTokenAct(ports, event.action, { by: 'user', user: key, at: now }, serial);
  return { status: 'pin-set', ...(generated ? { pin } : {}) };
}
