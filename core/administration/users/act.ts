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
};

/** `unlock` also ends a lockout by failures; answers can only be cleared, never read or set (Q5). */
const EFFECTS = {
  disable: { action: 'user.disabled', set: { enabled: false }, endsSessions: true, letsIn: false },
  enable: { action: 'user.enabled', set: { enabled: true }, endsSessions: false, letsIn: false },
  lock: { action: 'user.locked', set: { lockedOut: true }, endsSessions: true, letsIn: false },
  unlock: {
    action: 'user.unlocked',
    set: { lockedOut: false, failures: 0, failuresSince: 0 },
    endsSessions: false,
    letsIn: true,
  },
  'end-sessions': { action: 'sessions.ended', set: {}, endsSessions: true, letsIn: false },
  'clear-answers': { action: 'user.answers_cleared', set: { answers: [] }, endsSessions: true, letsIn: false },
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
  const { set, endsSessions, letsIn } = EFFECTS[act];
  checkMayEdit(actor, user);
  checkNotOwnAccess(actor, user, letsIn);
  return { set: { ...set, updatedAt: now }, remove: [], endSessions: endsSessions };
}
