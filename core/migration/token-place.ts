/** How a token of the directory stands to a record that brings its serial. */
import type { Origin, Token } from '#core/directory/model.ts';
import { type Holdings, holderOf, isUncommitted } from './holdings.ts';
import { compareOrigins, sameOrigin } from './origin.ts';

export type TokenPlace =
  /** `mine`: this very record wrote it. `duplicate`: another record of this run brought it. */
  | { readonly at: 'absent' | 'mine' | 'duplicate' | 'made_here' | 'other_source' }
  /** Of this source; `holder` is a user key, undefined where no user has it. */
  | { readonly at: 'ours'; readonly holder: string | undefined }
  /** Written for a user who is still to come. `gone`: its run is over, and the user never came. */
  | { readonly at: 'uncommitted'; readonly gone: boolean };

export function tokenPlace(serial: string, me: Origin, source: string, holdings: Holdings): TokenPlace {
  const token = holdings.tokens.get(serial);
  if (!token) return { at: 'absent' };
  if (sameOrigin(token.origin, me)) return { at: 'mine' };
  const { origin } = token;
  if (origin !== undefined && isUncommitted(token, holdings))
    return { at: 'uncommitted', gone: origin.migration !== me.migration && !holdings.writing.has(origin.migration) };
  if (origin?.migration === me.migration || takenByAnother(token, me, holdings)) return { at: 'duplicate' };
  if (token.source === undefined) return { at: 'made_here' };
  return token.source === source ? { at: 'ours', holder: holderOf(token, holdings) } : { at: 'other_source' };
}

/** Another record of this run has assigned it already: not the one that only moved its user. */
function takenByAnother({ serial, assignee, changedBy }: Token, me: Origin, { before, moved }: Holdings): boolean {
  if (changedBy?.migration !== me.migration || sameOrigin(changedBy, me)) return false;
  const holder = before.tokens.get(serial)?.assignee;
  return holder === undefined || moved.get(holder) !== assignee;
}

/**
 * Of two runs that wait for each other's tokens the younger gives up its own first: run ids rise with time. Of two records of one run
 * the later does.
 */
export const givesWay = (me: Origin, other: Origin): boolean =>
  me.migration === other.migration ? compareOrigins(me, other) > 0 : me.migration > other.migration;
