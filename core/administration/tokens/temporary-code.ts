/** A9: giving out a temporary code for a lost token. */
import * as z from 'zod';
import type { Token, User } from '#core/directory/model.ts';
import { itemVersion } from '#core/directory/version.ts';
import { invalid } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import type { Settings } from '#core/settings/model.ts';
import { temporaryCodeUntil } from '#core/tokens/given-code.ts';
import { isUsable, tokenState } from '#core/tokens/state.ts';
import { newTemporaryCode, temporaryCodeHash } from '#core/tokens/temporary-code.ts';
import { checkSeen, type PlannedChange } from './change.ts';

/** `version`: of the token, as the administrator saw it. */
export const temporaryCodeRequest = z.strictObject({ version: itemVersion });

/** `until`: Unix milliseconds. The code is here and nowhere else. */
export type TemporaryCodeGiven = { readonly code: string; readonly until: number };

/**
 * A code in place of one before, which ends. A token without a PIN gets none: the code would be all that it takes to log on.
 * @throws LandfallError token.conflict (409), token.unassigned (409), token.not_lost (409), token.unusable (409; facts state),
 *   token.pin_missing (409)
 */
export function planTemporaryCode(
  token: Token,
  owner: User | undefined,
  { version }: z.infer<typeof temporaryCodeRequest>,
  { ring, policy, now }: { readonly ring: KeyRing; readonly policy: Settings['tokenPolicy']; readonly now: number },
): PlannedChange & TemporaryCodeGiven {
  checkSeen(token, version);
  if (!owner) throw invalid('token.unassigned', 'This token is assigned to nobody.');
  if (!token.lost)
    throw invalid('token.not_lost', 'A temporary code is for a token that is marked lost. Mark it lost first.');
  if (token.pinHash === undefined)
    throw invalid('token.pin_missing', 'This token has no PIN: a temporary code would be all that it takes to log on.');
  const state = tokenState({ ...token, lost: false }, now);
  if (!isUsable(state))
    throw invalid('token.unusable', `Apart from its loss this token is ${state.replace('-', ' ')}.`, { state });
  const code = newTemporaryCode();
  const { sessionEpoch: epoch, tokens: serials } = owner;
  const temporaryCode = { hash: temporaryCodeHash(ring, token, code), givenAt: now, epoch, serials };
  const until = temporaryCodeUntil(temporaryCode, policy);
  return {
    code,
    until,
    change: { set: { temporaryCode, updatedAt: now }, remove: [], owner: { seen: owner, endSessions: false } },
    acts: [
      {
        action: 'token.temporary-code',
        before: { temporaryCode: token.temporaryCode ? 'set' : 'none' },
        after: { temporaryCode: 'set', until: new Date(until).toISOString() },
      },
    ],
    gives: ['temporary-code'],
  };
}
