/**
 * What an administrator does to an account at once, each an act of its own. The required-field rule belongs to the profile: none of
 * these asks for a password, or an account that was stolen before its user had one could not be disabled.
 */
import * as z from 'zod';
import type { Action } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import type { UserChange } from './edit.ts';
import { type Administrator, checkMayEdit, checkNotOwnAccess } from './rights.ts';

type Effect = {
  readonly action: Action;
  readonly set: Partial<User>;
  readonly endsSessions: boolean;
  /** Lets the user in again: not one's own account (A4). */
  readonly letsIn: boolean;
  /** Unlocking takes back what wrong guesses did, and changes nothing that an import brings. */
  readonly touches: boolean;
};

/** `unlock` also ends a lockout by failures; answers can only be cleared, never read or set (Q5). */
const EFFECTS = {
  disable: { action: 'user.disabled', set: { enabled: false }, endsSessions: true, letsIn: false, touches: true },
  enable: { action: 'user.enabled', set: { enabled: true }, endsSessions: false, letsIn: false, touches: true },
  lock: { action: 'user.locked', set: { lockedOut: true }, endsSessions: true, letsIn: false, touches: true },
  unlock: {
    action: 'user.unlocked',
    set: { lockedOut: false, failures: 0, failuresSince: 0 },
    endsSessions: false,
    letsIn: true,
    touches: false,
  },
  'end-sessions': { action: 'sessions.ended', set: {}, endsSessions: true, letsIn: false, touches: true },
  'clear-answers': {
    action: 'user.answers_cleared',
    set: { answers: [] },
    endsSessions: true,
    letsIn: false,
    touches: true,
  },
} as const satisfies Readonly<Record<string, Effect>>;

export type AccountAct = keyof typeof EFFECTS;
export const ACCOUNT_ACTS = Object.keys(EFFECTS) as [AccountAct, ...AccountAct[]];

export const accountAct = z.strictObject({ act: z.enum(ACCOUNT_ACTS) });

/** What the audit calls an act. */
export const actionOf = (act: AccountAct): Action => EFFECTS[act].action;

/**
 * What one act writes, whatever was edited since the administrator looked: it names no version.
 * @param now Unix milliseconds
 * @throws LandfallError user.higher_role, user.own_account (403)
 */
export function planAct(user: User, act: AccountAct, actor: Administrator, now: number): UserChange {
  const { set, endsSessions, letsIn, touches } = EFFECTS[act];
  checkMayEdit(actor, user);
  checkNotOwnAccess(actor, user, letsIn);
  const touchedAt = touches ? now : undefined;
  // From now on it is an administrator's word, which no run takes back.
  const remove = 'enabled' in set && user.disabledBy !== undefined ? (['disabledBy'] as const) : [];
  return { touchedAt, set: { ...set, updatedAt: now }, remove, endSessions: endsSessions };
}
