/** A user's own tokens: seeing them and reporting one lost. Another user's token is answered as if it did not exist. */

import { existingToken } from '#core/administration/tokens/administer.ts';
import { endSessions, type TokenChange } from '#core/administration/tokens/change.ts';
import { ownToken } from '#core/administration/tokens/view.ts';
import { type Entries, eventEntries } from '#core/audit.ts';
import type { Token, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { type NoticePort, tellOfTokenAct } from '#core/notices/ways.ts';
import { isUsable, tokenState } from '#core/tokens/state.ts';
import type { TokenPort } from '../ports.ts';
import { renewSession, type Session, type SessionPorts } from '../session.ts';

export type TokenSavePort = Pick<TokenPort, 'readTokens'> & {
  /** @throws LandfallError token.conflict (409) where token or user have changed since they were seen */
  saveToken(seen: Token, change: TokenChange, entries: Entries): Promise<Token>;
};
export type LostPorts = NoticePort & Pick<SessionPorts, 'createSession' | 'sessionKeys'> & TokenSavePort;
export type Owner = {
  readonly id: string;
  readonly user: User;
  readonly session: Session;
  readonly source: string;
};

export async function showTokens(ports: Pick<TokenPort, 'readTokens'>, { id, user }: Owner, now: number) {
  const tokens = user.tokens.length > 0 ? await ports.readTokens(user.tokens) : [];
  return { tokens: tokens.filter(({ assignee }) => assignee === id).map((token) => ownToken(token, now)) };
}

/** @throws LandfallError token.not_found (404), the same for another's token and for none */
async function tokenOf(ports: Pick<TokenPort, 'readTokens'>, owner: Pick<Owner, 'id'>, serial: string): Promise<Token> {
  const own = async (serials: readonly string[]) =>
    (await ports.readTokens(serials)).filter(({ assignee }) => assignee === owner.id);
  return existingToken({ readTokens: own }, serial);
}

/** A token whose codes count now. @throws LandfallError token.not_found (404), token.unusable (409; facts state) */
export async function usableTokenOf(
  ports: Pick<TokenPort, 'readTokens'>,
  owner: Pick<Owner, 'id'>,
  serial: string,
  now: number,
): Promise<Token> {
  const token = await tokenOf(ports, owner, serial);
  const state = tokenState(token, now);
  if (isUsable(state)) return token;
  throw invalid('token.unusable', `This token is ${state.replace('-', ' ')}. Ask your help desk.`, { state });
}

/**
 * From now on this token is refused (T5). The person who has it may have a session too: every session of the user ends. The one
 * that reported the loss goes on under another id, as old as it was: a person who finds a console unattended must not get a
 * fresh logon by reporting a token. Only an administrator can undo it.
 * @throws LandfallError token.not_found (404), token.conflict (409)
 */
export async function reportLost(
  ports: LostPorts,
  owner: Owner,
  serial: string,
  now: number,
): Promise<{ session: Session; token: string }> {
  const { id, user, session, source } = owner;
  const token = await tokenOf(ports, owner, serial);
  const change = { set: { lost: true, updatedAt: now }, remove: [], owner: endSessions(user) };
  await ports.saveToken(token, change, eventEntries({ actor: id, action: 'token.lost', object: serial, source, now }));
  await tellOfTokenAct(ports, 'token.lost', { by: 'user', user: id, at: now }, serial);
  return renewSession(ports, session, { epoch: user.sessionEpoch + 1 }, now);
}
