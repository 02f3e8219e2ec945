/** Who is calling, and whether a session or a role reaches. Checks of the object that is asked for (A4) are the rules'. */
import { mustEnrol } from '#core/access/next-steps.ts';
import { isFresh, resumeSession, type Session, type SessionPorts } from '#core/access/session.ts';
import type { Administrator } from '#core/administration/users/rights.ts';
import { ROLES, type Role, type User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { ConsoleName } from '#core/settings/methods.ts';

/** What of a request says who is calling. */
export type Request = {
  readonly cookies: Readonly<Record<string, string>>;
  readonly source: string;
  /** Unix milliseconds. */
  readonly now: number;
  /** A caller of /api/operator/*, whom AWS_IAM has verified. */
  readonly operator?: Operator;
  /** The page repeats it by itself: it prolongs no session. */
  readonly repeated?: boolean;
};
/** `arn`: as AWS_IAM says it. `role`: what the path proves, see operatorsRole. */
export type Operator = { readonly arn: string; readonly role: Role };
export type SessionActor = {
  /** User key. */
  readonly id: string;
  readonly user: User;
  readonly session: Session;
  readonly source: string;
};
/** `id`: a user key, or the ARN of a caller of /api/operator/*, whom AWS_IAM has verified. */
export type Actor = Administrator & { readonly source: string };
export type RequireUser = (
  request: Request,
  options?: { readonly changingPassword?: boolean; readonly enrolling?: boolean; readonly displaying?: boolean },
) => Promise<SessionActor>;
export type RequireAdministrator = (request: Request, role: Role, displaying?: boolean) => Promise<Actor>;
export type RequireAdministratorSession = (
  request: Request,
  role: Role,
  displaying?: boolean,
) => Promise<SessionActor & { role: Role }>;

const reaches = (role: Role, least: Role): boolean => ROLES.indexOf(role) <= ROLES.indexOf(least);
const tooLow = (role: Role) => invalid('role.required', 'Your role does not allow this.', { role });

/** All checks over the ports that read sessions, users and settings. */
export function actors(ports: SessionPorts): {
  requireUser: RequireUser;
  requireAdministrator: RequireAdministrator;
  requireAdministratorSession: RequireAdministratorSession;
} {
  async function require(
    request: Request,
    console: ConsoleName,
    options: NonNullable<Parameters<RequireUser>[1]> = {},
  ): Promise<SessionActor> {
    const resumed = await resumeSession(ports, request.cookies, console, request.now, !request.repeated);
    if (!resumed) throw invalid('session.required', 'Log on first.');
    const { session, user } = resumed;
    if (session.scope === 'change-password' && !options.changingPassword)
      throw invalid('session.change_password', 'Set a password of your own first.');
    // As if there were no session: a display on a wall has no other page.
    if (session.scope === 'display' && !options.displaying) throw invalid('session.required', 'Log on first.');
    // The rule needs the settings only for users who are still without a password.
    const arriving = console === 'self-service' && session.console === console && user.password === undefined;
    if (arriving && !options.enrolling && mustEnrol(user, (await ports.readSettings()).settings))
      throw invalid('session.answers_missing', 'Answer your security questions first.');
    return { id: session.user, user, session, source: request.source };
  }

  /**
   * A session whose methods are enough for the Self-Service Console now, begun at either console (S7).
   * @throws LandfallError session.required (401), session.change_password (403) where only a new password is allowed,
   *   session.answers_missing (403) where the security questions come first
   */
  const requireUser: RequireUser = (request, options) => require(request, 'self-service', options);

  /**
   * A session of the Security Console whose user has at least this role now (not only at the logon).
   * @throws LandfallError session.required (401), role.required (403)
   */
  const requireAdministratorSession: RequireAdministratorSession = async (request, role, displaying = false) => {
    const actor = await require(request, 'security', { displaying });
    const { session, user } = actor;
    if (session.console !== 'security' || !user.role || !reaches(user.role, role)) throw tooLow(role);
    return { ...actor, role: user.role };
  };

  /** The same, or an operator, whom IAM has let in. @throws LandfallError session.required (401), role.required (403) */
  const requireAdministrator: RequireAdministrator = async (request, least, displaying) => {
    const { operator, source, now } = request;
    if (operator !== undefined) {
      const { arn: id, role } = operator;
      if (!reaches(role, least)) throw tooLow(least);
      return { id, role, operator: true, fresh: true, methods: [], source };
    }
    const { id, role, session } = await requireAdministratorSession(request, least, displaying);
    return { id, role, operator: false, fresh: isFresh(session, now), methods: session.methods, source };
  };

  return { requireUser, requireAdministrator, requireAdministratorSession };
}
