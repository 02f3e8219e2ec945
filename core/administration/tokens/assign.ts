/** Assigning a token to a user, unassigning it, and deleting one that is assigned to no user. */

import * as z from 'zod';
import type { Token, User } from '#core/directory/model.ts';
import { itemVersion } from '#core/directory/version.ts';
import { invalid } from '#core/errors.ts';
import { LIMITS } from '#core/export/limits.ts';
import { userKey } from '#core/text.ts';
import { checkSeen, type PlannedChange, suspension } from './change.ts';

export const tokenAssignment = z.strictObject({
  /** The token's version that the administrator saw. */
  version: itemVersion,
  userId: z.string().min(1).max(255),
  /** Start in New PIN mode, although the token brought a PIN from the source. */
  clearPin: z.boolean().default(false),
});
export const tokenUnassignment = z.strictObject({ version: itemVersion });
export const tokenDeletion = z.strictObject({ version: itemVersion });

const pin = ({ pinHash }: Token) => (pinHash === undefined ? 'none' : 'set');

/**
 * An assigned token is never taken over: it must be unassigned first. Whether it is enabled or lost stays as it is.
 * @throws LandfallError token.conflict, token.assigned, token.too_many (409)
 */
export function planAssignment(
  token: Token,
  user: User,
  asked: Omit<z.infer<typeof tokenAssignment>, 'userId'>,
  now: number,
): PlannedChange {
  checkSeen(token, asked.version);
  const key = userKey(user.userId);
  if (token.assignee !== undefined)
    throw invalid('token.assigned', 'This token is assigned already. Unassign it first.');
  // A user's list may name a token that an import has taken away: the token's own assignee counts.
  const others = user.tokens.filter((serial) => serial !== token.serial);
  if (others.length >= LIMITS.tokensPerUser)
    throw invalid('token.too_many', `A user has at most ${LIMITS.tokensPerUser} tokens.`, {
      max: LIMITS.tokensPerUser,
    });
  const remove = asked.clearPin && token.pinHash !== undefined ? (['pinHash'] as const) : [];
  return {
    change: {
      set: { assignee: key, failures: 0, updatedAt: now },
      remove: [...remove, ...suspension(token)],
      owner: { seen: user, tokens: [...others, token.serial], endSessions: false },
    },
    acts: [
      {
        action: 'token.assigned',
        before: { assignee: null, pin: pin(token) },
        after: { assignee: key, pin: remove.length > 0 ? 'none' : pin(token) },
      },
    ],
    ...(remove.length > 0 ? { gives: ['cleared-pin'] as const } : {}),
  };
}

/**
 * Unassigns a token: its PINs were its user's own and are removed, and the user's sessions end (T5).
 * @throws LandfallError token.conflict, token.unassigned (409)
 */
export function planUnassignment(token: Token, owner: User | undefined, seen: number, now: number): PlannedChange {
  checkSeen(token, seen);
  const { assignee, serial } = token;
  if (assignee === undefined) throw invalid('token.unassigned', 'This token is assigned to nobody.');
  const PERSONAL = ['assignee', 'pinHash', 'formerPins', 'temporaryCode', 'nickname', 'suspendedAt'] as const;
  const tokens = owner?.tokens.filter((one) => one !== serial);
  return {
    change: {
      set: { failures: 0, updatedAt: now },
      remove: PERSONAL.filter((field) => token[field] !== undefined),
      ...(owner && tokens ? { owner: { seen: owner, tokens, endSessions: true } } : {}),
    },
    acts: [
      {
        action: 'token.unassigned',
        before: { assignee, pin: pin(token) },
        after: { assignee: null, pin: 'none' },
      },
    ],
  };
}

/**
 * Only a token that no user has: deleting another one would take a user's way in without the user being told.
 * @throws LandfallError token.conflict, token.in_use (409)
 */
export function checkMayDelete(token: Token, seen: number): void {
  checkSeen(token, seen);
  if (token.assignee !== undefined)
    throw invalid('token.in_use', 'This token is assigned to a user. Unassign it before you delete it.');
}
