/** Enabling and disabling a token, reporting it lost and found again, clearing its PIN. */
import * as z from 'zod';
import type { Action } from '#core/audit.ts';
import type { Token, User } from '#core/directory/model.ts';
import { itemVersion } from '#core/directory/version.ts';
import { invalid } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import { rememberPin } from '#core/tokens/pin-policy.ts';
import { checkSeen, endSessions, type PlannedChange, suspension, type TokenAct } from './change.ts';

/** A field that is not there stays as it is. */
export const tokenEdit = z.strictObject({
  /** The version that the administrator saw. */
  version: itemVersion,
  /** true also resets the count of wrong passcodes: a token that they disabled can be used again. */
  enabled: z.boolean().optional(),
  lost: z.boolean().optional(),
  /** Back to New PIN mode. A PIN can be neither read nor set by an administrator. */
  clearPin: z.literal(true).optional(),
});
export type TokenEdit = z.infer<typeof tokenEdit>;

/** Whether the edit makes a logon possible again: see checkMayHandle. */
export const gives = ({ enabled, lost, clearPin }: TokenEdit): boolean =>
  enabled === true || lost === false || clearPin === true;

/**
 * The change and acts of an edit; no acts where nothing would change. Where it disables or loses the token (T5) or clears its PIN (S7),
 * its user's sessions end.
 * @throws LandfallError token.conflict (409), pin.not_used (400)
 */
export function planTokenEdit(
  token: Token,
  owner: User | undefined,
  edit: TokenEdit,
  policy: Settings['tokenPolicy'],
  now: number,
): PlannedChange {
  checkSeen(token, edit.version);
  const set: { -readonly [Field in keyof Token]?: Token[Field] } & Pick<Token, 'updatedAt'> = { updatedAt: now };
  const acts: TokenAct[] = [];
  // Of one that a run has disabled the administrator's word counts from now on: no run takes it back.
  const byRun = token.disabledBy !== undefined;
  if (edit.enabled === false && (token.enabled || byRun)) {
    set.enabled = false;
    acts.push({ action: 'token.disabled', before: { enabled: token.enabled }, after: { enabled: false } });
  }
  if (edit.enabled === true && !(token.enabled && token.failures === 0 && token.suspendedAt === undefined)) {
    Object.assign(set, { enabled: true, failures: 0 });
    const { enabled, failures } = token;
    acts.push({ action: 'token.enabled', before: { enabled, failures }, after: { enabled: true, failures: 0 } });
  }
  if (edit.lost !== undefined && edit.lost !== token.lost) {
    set.lost = edit.lost;
    const action = edit.lost ? 'token.lost' : 'token.found';
    acts.push({ action, before: { lost: token.lost }, after: { lost: edit.lost } });
  }
  if (edit.clearPin) {
    if (token.pinStyle === 'none') throw invalid('pin.not_used', 'This token is used without a PIN.');
    set.formerPins = rememberPin(policy, token);
    const before = { pin: token.pinHash === undefined ? 'none' : 'set' };
    acts.push({ action: 'token.pin-cleared', before, after: { pin: 'none' } });
  }
  const ends: readonly Action[] = ['token.disabled', 'token.lost', 'token.pin-cleared'];
  const stops = acts.some(({ action }) => ends.includes(action));
  const remove = [
    ...(edit.clearPin && token.pinHash !== undefined ? (['pinHash'] as const) : []),
    // A9: a temporary code ends with the loss that it was given for, and with the PIN that is typed before it.
    ...((edit.clearPin || set.lost === false) && token.temporaryCode ? (['temporaryCode'] as const) : []),
    ...(edit.enabled === true ? suspension(token) : []),
    ...(set.enabled !== undefined && byRun ? (['disabledBy'] as const) : []),
  ];
  const gives = remove.includes('pinHash') ? { gives: ['cleared-pin'] as const } : {};
  return { change: { set, remove, ...(stops ? { owner: endSessions(owner) } : {}) }, acts, ...gives };
}
