/** Whether a token takes a temporary code, and the one that was given counts (A9). The code itself: temporary-code.ts. */
import type { TemporaryCode, Token, User } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { tokenUsable } from './state.ts';

const HOUR_MS = 3_600_000;

type Policy = Pick<Settings['tokenPolicy'], 'temporaryCodeHours'>;
/** When it ends unused, Unix milliseconds; a setting that is lowered counts for codes that are out. */
export const temporaryCodeUntil = ({ givenAt }: TemporaryCode, { temporaryCodeHours }: Policy): number =>
  givenAt + temporaryCodeHours * HOUR_MS;

/** Whether a temporary code can be given for the token, and one that was given counts: lost, with a PIN, and else as good as any. */
export const takesTemporaryCode = (token: Token, now: number): boolean =>
  token.lost && token.pinStyle !== 'none' && token.pinHash !== undefined && tokenUsable({ ...token, lost: false }, now);

/**
 * The code that counts for the token at `now`, used or not. It ends with its time, with the sessions of its user (disabled, locked, another
 * address or password), when the user gets another token in place of the lost one, and when wrong ones suspend the token.
 */
export function givenCode(
  token: Token,
  owner: Pick<User, 'userId' | 'sessionEpoch' | 'tokens'> | undefined,
  policy: Policy,
  now: number,
): TemporaryCode | undefined {
  const { temporaryCode: given, assignee, suspendedAt = -Infinity } = token;
  if (!given || !owner || assignee !== userKey(owner.userId) || !takesTemporaryCode(token, now)) return undefined;
  if (now >= temporaryCodeUntil(given, policy) || suspendedAt > given.givenAt) return undefined;
  const asThen = owner.sessionEpoch === given.epoch && owner.tokens.every((serial) => given.serials.includes(serial));
  return asThen ? given : undefined;
}

/** Whether the user can log on with a temporary code that is out. */
export const hasTemporaryCode = (...of: Parameters<typeof givenCode>): boolean => {
  const given = givenCode(...of);
  return given !== undefined && given.usedAt === undefined;
};
