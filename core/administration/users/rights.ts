/** A4: what an administrator may do to whom. Rights rise to the left of ROLES. */
import { ROLES, type Role, type User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { userKey } from '#core/text.ts';

/** Who acts; an operator (AWS_IAM) acts as super-admin and is nobody's user. */
export type Administrator = { readonly id: string; readonly role: Role; readonly operator: boolean };

/** What rights look at in a user: the Security Console asks the same questions before it offers an act. */
export type Handled = Pick<User, 'userId' | 'role'>;

const NOBODY = ROLES.length;
const rank = (role: Role | undefined): number => (role === undefined ? NOBODY : ROLES.indexOf(role));

/** Nobody edits, resets or re-addresses a user of a higher role. @throws LandfallError user.higher_role (403) */
export function checkMayEdit(actor: Administrator, user: Handled): void {
  if (rank(user.role) < rank(actor.role))
    throw invalid('user.higher_role', 'This user has a higher role than yours: ask an administrator of that role.');
}

/** P6: one's own password is changed with the current one, never by the way round. @throws LandfallError user.own_password */
export function checkNotSelf(actor: Administrator, user: Handled): void {
  if (!actor.operator && actor.id === userKey(user.userId))
    throw invalid('user.own_password', 'Change your own password in the Self-Service Console.');
}

/**
 * A role may be given or taken by an administrator of at least `admin` who has it or a higher one, and never to oneself:
 * so nobody raises their own rights, and a session left open can't either.
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
 * One's own address, account dates and lockout are another administrator's business: otherwise a console left open, or taken
 * over, would be a way in for good, by a recovery mail to a mailbox of somebody else's, or a count of guesses begun anew.
 * @throws LandfallError user.own_account (403)
 */
export function checkNotOwnAccess(actor: Administrator, user: Handled, changes: boolean): void {
  if (changes && !actor.operator && actor.id === userKey(user.userId))
    throw invalid(
      'user.own_account',
      'Another administrator must change your e-mail address or account dates, or end your lockout.',
    );
}
