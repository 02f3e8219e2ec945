/**
 * Who is asking. Every route that is not for everybody begins with one of these two; object checks (A4) follow in the rules.
 */

import { sessionKeys } from '#adapters/aws/keys.ts';
import { readUser } from '#adapters/directory/index.ts';
import * as sessions from '#adapters/operations/sessions.ts';
import { resumeSession, type Session, type SessionPorts } from '#core/access/session.ts';
import { ROLES, type Role, type User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { Request } from './http.ts';

export type SessionActor = {
  /** User key. */
  readonly id: string;
  readonly user: User;
  readonly session: Session;
  readonly source: string;
};
export type Actor = {
  /** User key, or the operator's ARN. */
  readonly id: string;
  readonly role: Role;
  /** True for a caller of /api/operator/*, whom AWS_IAM has verified. */
  readonly operator: boolean;
  readonly source: string;
};
export type RequireUser = (
  request: Request,
  options?: { readonly changingPassword?: boolean },
) => Promise<SessionActor>;
export type RequireAdministrator = (request: Request, role: Role) => Promise<Actor>;

/** Both checks over given ports; functions take them ready made below, tests make their own. */
export function actors(ports: SessionPorts): { requireUser: RequireUser; requireAdministrator: RequireAdministrator } {
  /** @throws LandfallError session.required (401), session.change_password (403) where only a new password is allowed */
  const requireUser: RequireUser = async (request, options = {}) => {
    const resumed = await resumeSession(ports, request.cookies, request.now);
    if (!resumed) throw invalid('session.required', 'Log on first.');
    const { session, user } = resumed;
    if (session.scope === 'change-password' && !options.changingPassword)
      throw invalid('session.change_password', 'Set a password of your own first.');
    return { id: session.user, user, session, source: request.source };
  };

  /**
   * A session of the Security Console whose user has at least this role now (not only at the logon), or an operator.
   * @throws LandfallError session.required (401), role.required (403)
   */
  const requireAdministrator: RequireAdministrator = async (request, role) => {
    if (request.operator !== undefined)
      return { id: request.operator, role: 'super-admin', operator: true, source: request.source };
    const { id, user, session, source } = await requireUser(request);
    const allowed = user.role !== undefined && ROLES.indexOf(user.role) <= ROLES.indexOf(role);
    if (session.console !== 'security' || !allowed || !user.role)
      throw invalid('role.required', 'Your role does not allow this.', { role });
    return { id, role: user.role, operator: false, source };
  };

  return { requireUser, requireAdministrator };
}

export const { requireUser, requireAdministrator } = actors({ ...sessions, sessionKeys, readUser });
