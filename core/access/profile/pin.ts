/** A user changes the PIN of a token of their own: with a passcode of that token, which proves the token and the former PIN. */
import { endSessions } from '#core/administration/tokens/change.ts';
import { eventEntries, recordEvent } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { type NoticePort, tellOfTokenAct } from '#core/notices/ways.ts';
import { pinHash, pinKeyIds } from '#core/tokens/pin.ts';
import { choosePin, rememberPin } from '#core/tokens/pin-policy.ts';
import { inNewPinMode } from '#core/tokens/state.ts';
import { type ChallengePort, takeChallenge } from '../challenge.ts';
import { type PasscodePage, takeNextTokencode, takePasscode } from '../next-tokencode.ts';
import type { PasscodePorts } from '../passcode.ts';
import type { FailurePort, SettingsPort } from '../ports.ts';
import { isFresh, renewSession, type Session, type SessionPorts } from '../session.ts';
import { countAttempt } from '../subject.ts';
import { type Owner, type TokenSavePort, usableTokenOf } from './tokens.ts';

export type PinChangePorts = FailurePort &
  NoticePort &
  PasscodePorts &
  Pick<ChallengePort, 'createChallenge' | 'takeChallenge'> &
  Pick<SessionPorts, 'createSession' | 'sessionKeys'> &
  SettingsPort &
  TokenSavePort;
/** A passcode, or the tokencode after it where the answer to it asked for that. */
export type PinProof = { readonly passcode: string } | { readonly challenge: string; readonly tokencode: string };
export type PinChanged =
  | { readonly status: 'pin-set'; readonly pin?: string; readonly session: Session; readonly token: string }
  | { readonly status: 'next-tokencode'; readonly challenge: string };

/**
 * Counts like any logon with a passcode, so that it is no way to try PINs; the new PIN counts from the next tokencode on. The
 * user's other sessions end; this one goes on under another id (S7).
 * @param given without `pin`: one of the system's choice, which the answer tells this once
 * @throws LandfallError session.not_fresh (403), pin.passcode_wrong (403) for every cause, pin.none (409), pin.*,
 *   token.unusable (409), token.not_found (404), token.conflict (409), throttle.source
 */
export async function changePin(
  ports: PinChangePorts,
  owner: Owner,
  serial: string,
  given: PinProof & { readonly pin?: string | undefined },
  now: number,
): Promise<PinChanged> {
  const { id, user, session, source } = owner;
  if (!isFresh(session, now)) throw invalid('session.not_fresh', 'Log on again to change a PIN.');
  const token = await usableTokenOf(ports, owner, serial, now);
  const { settings } = await ports.readSettings();
  const { tokenPolicy } = settings;
  const ring = await ports.peppers(pinKeyIds(token));
  // What is refused whatever the former PINs were costs no passcode. Whether it is one of them is told only after the proof.
  choosePin({ ...tokenPolicy, pinHistory: 0 }, token, ring, given.pin);
  if (inNewPinMode(token))
    throw invalid('pin.none', 'This token has no PIN yet: log on with its tokencode to set one.');
  const event = { actor: id, action: 'token.pin-changed', object: serial, source, now } as const;
  const page = {
    audit: ({ reason, status }) =>
      status === undefined
        ? recordEvent(ports, event, reason)
        : recordEvent(ports, { ...event, action: 'token.passcode' }, reason, { status }),
    refused: () =>
      invalid('pin.passcode_wrong', 'The passcode is not right. Wait for the next tokencode and try again.'),
    next: { kind: 'pin-next-tokencode' },
  } satisfies PasscodePage;
  if ('challenge' in given) {
    const challenge = await takeChallenge(ports, 'pin-next-tokencode', given.challenge, now);
    if (challenge?.user !== id || challenge.serial !== serial) throw page.refused();
    await takeNextTokencode(ports, challenge, { tokencode: given.tokencode, settings, source, now }, page);
  } else {
    const attempted = await countAttempt(ports, id, settings, source, now);
    const only = { ...attempted, user: attempted.user && { ...attempted.user, tokens: [serial] } };
    const came = await takePasscode(ports, only, given.passcode, settings, now, page);
    if (came !== 'proved') return { status: came.ask, challenge: came.challenge };
  }
  const { pin, generated } = choosePin(tokenPolicy, token, ring, given.pin);
  const set = { pinHash: pinHash(ring, token, pin), formerPins: rememberPin(tokenPolicy, token), updatedAt: now };
  await ports.saveToken(token, { set, remove: [], owner: endSessions(user) }, eventEntries(event));
  await tellOfTokenAct(ports, event.action, { by: 'user', user: id, at: now }, serial);
  const renewed = await renewSession(ports, session, { epoch: user.sessionEpoch + 1 }, now);
  return { status: 'pin-set', ...renewed, ...(generated ? { pin } : {}) };
}
