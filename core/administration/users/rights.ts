/** A4: what an administrator may do to whom. Rights rise to the left of ROLES. */
import { ROLES, type Role, type User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { Method } from '#core/settings/expression.ts';
import { userKey } from '#core/text.ts';

/** Who acts; an operator (AWS_IAM) acts as super-admin and is not a user. */
export type Administrator = {
  readonly id: string;
  readonly role: Role;
  readonly operator: boolean;
  /** The logon is recent enough to change others' credentials (A7); an operator proves it by IAM. */
  readonly fresh: boolean;
  /** Proved at the logon; none of an operator. */
  readonly methods: readonly Method[];
};

/** The fields of a user that decide: the Security Console applies the same rules before it offers an act. */
export type Handled = Pick<User, 'userId' | 'role'>;

const WITHOUT_ROLE = ROLES.length;
const rank = (role: Role | undefined): number => (role === undefined ? WITHOUT_ROLE : ROLES.indexOf(role));

/** No administrator edits or resets a user of a higher role. @throws LandfallError user.higher_role (403) */
export function checkMayEdit(actor: Administrator, user: Handled): void {
  if (rank(user.role) < rank(actor.role))
    throw invalid('user.higher_role', 'This user has a higher role than yours: ask an administrator of that role.');
}

/**
 * A7: no credentials are changed at a console that was left open, and a user with a role is changed by a super-administrator who is
 * another one, so that no administrator can borrow a peer's account. Disabling, locking and ending sessions never wait for this.
 * @throws LandfallError session.not_fresh, user.role_holder, user.own_account (403)
 */
export function checkMayChangeCredentials(actor: Administrator, user: Handled | undefined): void {
  if (!actor.fresh) throw invalid('session.not_fresh', 'Log on again to do this.');
  if (user?.role === undefined) return;
  if (actor.role !== 'super-admin')
    throw invalid('user.role_holder', 'This user has a role: a super-administrator must do this.');
  checkNotOwnAccess(actor, user, true);
}

/** Whether the rule for users with a role lets this administrator change a user's credentials, as soon as the logon is fresh. */
export function mayChangeCredentialsOf(actor: Administrator, user: Handled): boolean {
  try {
    checkMayChangeCredentials({ ...actor, fresh: true }, user);
    return true;
  } catch {
    return false;
  }
}

/** P6: administrators change their own password with the current one, never by an administrator's act. @throws LandfallError user.own_password */
export function checkNotSelf(actor: Administrator, user: Handled): void {
  if (!actor.operator && actor.id === userKey(user.userId))
    throw invalid('user.own_password', 'Change your own password in the Self-Service Console.');
}

/**
 * A role may be given or taken by an administrator of at least `admin` who has it or a higher one, and never to oneself:
 * no administrator raises their own rights, nor can an attacker at a session left open.
 * @throws LandfallError user.role_not_yours, user.own_role (403)
 */
export function checkMayGiveRole(actor: Administrator, user: Handled, role: Role | null): void {
  if (role === (user.role ?? null)) return;
  if (!actor.operator && actor.id === userKey(user.userId))
    throw invalid('user.own_role', "An administrator can't change their own role.");
  if (rank(actor.role) > rank('admin') || rank(role ?? undefined) < rank(actor.role))
    throw invalid('user.role_not_yours', 'You can give and take roles up to your own, from admin upward.');
}

/**
 * Administrators can't change their own address, account dates and lockout: otherwise an attacker at a console left open could
 * keep a way in, by a recovery mail to another mailbox, or by resetting the count of guesses.
 * @throws LandfallError user.own_account (403)
 */
export function checkNotOwnAccess(actor: Administrator, user: Handled, changes: boolean): void {
  if (changes && !actor.operator && actor.id === userKey(user.userId))
    throw invalid(
      'user.own_account',
      'Another administrator must change your e-mail address, account dates, answers or tokens, or end your lockout.',
    );
}
