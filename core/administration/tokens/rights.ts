/**
 * A4 for tokens: no administrator acts on the token of a user of a higher role, or assigns one to themselves. Otherwise an
 * attacker at a console left open could keep a way in by a token.
 */

import { type Administrator, checkMayEdit, type Handled } from '#core/administration/users/rights.ts';
import { invalid } from '#core/errors.ts';
import { userKey } from '#core/text.ts';

/**
 * @param owner the user whose token it is, or will be @param gives whether the act makes a logon of that user possible: enabling, finding,
 *   clearing the PIN, assigning, resynchronising. Disabling one's own token or reporting it lost only takes rights away
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
