/** A user changes the PIN of a token of their own: with a passcode of that token, which proves the token and the former PIN. */
import { recordEvent } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { pinHash, pinKeyIds } from '#core/tokens/pin.ts';
import { choosePin, rememberPin } from '#core/tokens/pin-policy.ts';
import { inNewPinMode } from '#core/tokens/state.ts';
import { type PasscodePorts, provePasscode } from '../passcode.ts';
import type { FailurePort, SettingsPort } from '../ports.ts';
import { countAttempt, refundAttempt } from '../subject.ts';
import { FRESH_MS } from './questions.ts';
import { type Owner, type TokenSavePort, usableTokenOf } from './tokens.ts';

export type PinChangePorts = FailurePort & PasscodePorts & SettingsPort & TokenSavePort;

/**
 * Counts like any logon with a passcode, so that it is no way to try PINs; the new PIN counts from the next tokencode on.
 * @param given without `pin`: one of the system's choice, which the answer tells this once
 * @throws LandfallError session.not_fresh (403), pin.passcode_wrong (403) for every cause, pin.none (409), pin.*,
 *   token.unusable (409), token.not_found (404), token.conflict (409), throttle.source
 */
export async function changePin(
  ports: PinChangePorts,
  owner: Owner,
  serial: string,
  given: { readonly passcode: string; readonly pin?: string | undefined },
  now: number,
): Promise<{ status: 'pin-set'; pin?: string }> {
  const { id, session, source } = owner;
  if (now >= session.createdAt + FRESH_MS) throw invalid('session.not_fresh', 'Log on again to change a PIN.');
  const token = await usableTokenOf(ports, owner, serial, now);
  const { settings } = await ports.readSettings();
  const { tokenPolicy } = settings;
  const ring = await ports.peppers(pinKeyIds(token));
  // What is refused whatever the former PINs were costs no passcode. Whether it is one of them is told only after the proof.
  choosePin({ ...tokenPolicy, pinHistory: 0 }, token, ring, given.pin);
  if (inNewPinMode(token))
    throw invalid('pin.none', 'This token has no PIN yet: log on with its tokencode to set one.');
  const attempted = await countAttempt(ports, id, settings, source, now);
  const only = { ...attempted, user: attempted.user && { ...attempted.user, tokens: [serial] } };
  const proof = await provePasscode(ports, only, given.passcode, tokenPolicy, now);
  const reason = proof.kind === 'accepted' ? undefined : proof.kind === 'failed' ? proof.reason : proof.kind;
  const event = { actor: id, action: 'token.pin-changed', object: serial, source, now } as const;
  if (reason !== undefined) {
    await recordEvent(ports, event, reason);
    throw invalid('pin.passcode_wrong', 'The passcode is not right. Wait for the next tokencode and try again.');
  }
  await refundAttempt(ports, attempted, now);
  const { pin, generated } = choosePin(tokenPolicy, token, ring, given.pin);
  const set = { pinHash: pinHash(ring, token, pin), formerPins: rememberPin(tokenPolicy, token), updatedAt: now };
  await ports.saveToken(token, { set, remove: [] });
  await recordEvent(ports, event);
  return { status: 'pin-set', ...(generated ? { pin } : {}) };
}
