/** What the logged-on administrator may do, by the same rules as the API, so that the pages offer nothing that the API would refuse. */

import type { Administrator } from '#core/administration/users/rights.ts';
import type { Role } from '#core/directory/model.ts';
import { isLandfallError } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import type { Me } from '../../shared/http/api-types.ts';

const RANK: Readonly<Record<Role, number>> = { 'help-desk': 0, admin: 1, 'super-admin': 2 };

/** Whether a role includes the rights of another one. A user without a role has none. */
export const reaches = (role: Role | undefined, wanted: Role): boolean =>
  role !== undefined && RANK[role] >= RANK[wanted];

/** The logged-on administrator as an argument for the rules of core/. An act is offered whatever the logon's age: it asks for a new one. */
export const actorOf = (me: Me): Administrator => ({
  id: userKey(me.userId),
  role: me.role ?? 'help-desk',
  operator: false,
  fresh: true,
  methods: [],
});

export const isSelf = (me: Me, userId: string): boolean => userKey(me.userId) === userKey(userId);

/** The code of a rule's refusal; undefined where the rule allows the action. */
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
