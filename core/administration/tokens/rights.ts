/**
 * A4 for tokens: nobody touches the token of a user of a higher role, and nobody gives themselves one. Otherwise a console left
 * open, or taken over, would be enough to make a token of one's own a way in for good.
 */

import { type Administrator, checkMayEdit, type Handled } from '#core/administration/users/rights.ts';
import { invalid } from '#core/errors.ts';
import { userKey } from '#core/text.ts';

/**
 * @param owner the user whose token it is, or will be @param gives whether the act lets that user in again: enabling, finding,
 *   clearing the PIN, assigning, resynchronising. Disabling and losing one's own token only takes away
 * @throws LandfallError user.higher_role, token.own (403)
 */
export function checkMayHandle(actor: Administrator, owner: Handled | undefined, gives: boolean): void {
  if (!owner) return;
  checkMayEdit(actor, owner);
  if (gives && !actor.operator && actor.id === userKey(owner.userId))
    throw invalid(
      'token.own',
      'Another administrator must do this with your own token. In the Self-Service Console you can report it lost or resynchronise it.',
    );
}
