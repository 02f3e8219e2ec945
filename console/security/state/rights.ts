/** What the one who is logged on may do: the API decides by the same rules, so that nothing is offered that it would refuse. */

import type { Administrator } from '#core/administration/users/rights.ts';
import type { Role } from '#core/directory/model.ts';
import { isLandfallError } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import type { Me } from '../../shared/http/api-types.ts';

const RANK: Readonly<Record<Role, number>> = { 'help-desk': 0, admin: 1, 'super-admin': 2 };

/** Whether a role has the rights of another one. Nobody has none. */
export const reaches = (role: Role | undefined, wanted: Role): boolean =>
  role !== undefined && RANK[role] >= RANK[wanted];

/** Whoever is logged on, as the rules of core/ know an administrator. */
export const actorOf = (me: Me): Administrator => ({
  id: userKey(me.userId),
  role: me.role ?? 'help-desk',
  operator: false,
});

export const isSelf = (me: Me, userId: string): boolean => userKey(me.userId) === userKey(userId);

/** The code that a rule would refuse with; undefined where it lets one pass. */
export function refusalOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (isLandfallError(error)) return error.code;
    throw error;
  }
}
export const may = (check: () => void): boolean => refusalOf(check) === undefined;
