/** Who is calling, and whether a session or a role reaches. Checks of the object that is asked for (A4) are the rules'. */
import { mustEnrol } from '#core/access/next-steps.ts';
import type { SettingsPort } from '#core/access/ports.ts';
import { resumeSession, type Session, type SessionPorts } from '#core/access/session.ts';
import { ROLES, type Role, type User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';

/** What of a request says who is calling. */
export type Request = {
  readonly cookies: Readonly<Record<string, string>>;
  readonly source: string;
  /** Unix milliseconds. */
  readonly now: number;
  /** ARN of a caller of /api/operator/*, whom AWS_IAM has verified. */
  readonly operator?: string;
};
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
  options?: { readonly changingPassword?: boolean; readonly enrolling?: boolean },
) => Promise<SessionActor>;
export type RequireAdministrator = (request: Request, role: Role) => Promise<Actor>;

export type ActorPorts = SessionPorts & SettingsPort;

/** Both checks over the ports that read sessions and users. */
export function actors(ports: ActorPorts): { requireUser: RequireUser; requireAdministrator: RequireAdministrator } {
  /**
   * @throws LandfallError session.required (401), session.change_password (403) where only a new password is allowed,
   *   session.answers_missing (403) where the security questions come first
   */
  const requireUser: RequireUser = async (request, options = {}) => {
    const resumed = await resumeSession(ports, request.cookies, request.now);
    if (!resumed) throw invalid('session.required', 'Log on first.');
    const { session, user } = resumed;
    if (session.scope === 'change-password' && !options.changingPassword)
      throw invalid('session.change_password', 'Set a password of your own first.');
    // The rule needs the settings only for users who are still without a password.
    const arriving = session.console === 'self-service' && user.password === undefined;
    if (arriving && !options.enrolling && mustEnrol(user, (await ports.readSettings()).settings))
      throw invalid('session.answers_missing', 'Answer your security questions first.');
    return { id: session.user, user, session, source: request.source };
  };

  /**
   * A session of the Security Console whose user has at least this role now (not only at the logon), or an operator.
   * @throws LandfallError session.required (401), role.required (403)
   */
  const requireAdministrator: RequireAdministrator = async (request, role) => {
    if (request.operator !== undefined)
      return { id: request.operator, role: 'super-admin', operator: true, source: request.source };
    const { id, user, session, source } = await requireUser(request, { enrolling: true });
    const allowed = user.role !== undefined && ROLES.indexOf(user.role) <= ROLES.indexOf(role);
    if (session.console !== 'security' || !allowed || !user.role)
      throw invalid('role.required', 'Your role does not allow this.', { role });
    return { id, role: user.role, operator: false, source };
  };

  return { requireUser, requireAdministrator };
}
