/** Of logon, sessions and PINs. */
import { type Definitions, fact } from './definition.ts';

export const ACCESS = {
  'logon.failed': { status: 401, means: 'The logon failed. The same for every cause, known user or not.' },
  'throttle.source': {
    status: 429,
    means: 'Too many attempts from this address or its network.',
    facts: { retryAfterSeconds: fact<number>() },
  },
  'challenge.invalid': { status: 401, means: 'The step is over or was done already. Begin with the logon again.' },
  'session.required': { status: 401, means: 'There is no session, or not any more. Log on.' },
  'session.change_password': { status: 403, means: 'This session is good only for setting a password of one’s own.' },
  'session.answers_missing': {
    status: 403,
    means: 'The first logon: until the security questions are answered the session serves nothing else.',
  },
  'session.not_fresh': { status: 403, means: 'The logon is longer than 15 minutes ago. Log on again.' },
  'role.required': {
    status: 403,
    means: 'Not a session of the Security Console, or a role that does not reach.',
    facts: { role: fact<string>('the one that would') },
  },
  'pin.characters': { status: 400, means: 'The PIN holds a character that this token’s PINs can’t.' },
  'pin.length': {
    status: 400,
    means: 'The PIN is too short or too long.',
    facts: { min: fact<number>(), max: fact<number>() },
  },
  'pin.zero': { status: 400, means: 'The PIN of a PINPad-style token is all zeros.' },
  'pin.sequence': { status: 400, means: 'The PIN is a sequence: equal steps, such as 1234, 9876, 2468 or abcd.' },
  'pin.repeated': { status: 400, means: 'The PIN repeats itself, such as 1111, 1212 or 123123.' },
  'pin.used_before': {
    status: 400,
    means: 'The PIN is one of the token’s last ones.',
    facts: { history: fact<number>() },
  },
  'pin.choice': {
    status: 403,
    means: 'The settings leave the choice of a PIN to the system, or to the user, alone.',
    facts: { choice: fact<string>() },
  },
  'pin.none': { status: 409, means: 'The token is in New PIN mode: a logon with its tokencode sets the first PIN.' },
  'pin.passcode_wrong': {
    status: 403,
    means: 'The passcode with the former PIN is not right, for whatever cause. Counts like a failed logon.',
  },
  'pin.not_used': { status: 400, means: 'The token is used without a PIN.' },
  'pin.proof_required': { status: 403, means: 'The code that was mailed to the user is asked for too.' },
  'pin.proof_wrong': {
    status: 403,
    means: 'The code is not the mailed one (any more), or the day’s tries are used up.',
  },
} as const satisfies Definitions;
