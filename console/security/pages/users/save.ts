/** Writes to a user; after a conflict with another administrator's change the page reads the user again. */
import type { AccountAct } from '#core/administration/users/act.ts';
import { isRefusal, patch, post, query } from '../../../shared/http/api.ts';
import type { User, UserEdit } from '../../../shared/http/api-types.ts';
import type { UserContext } from './context.ts';

type Of = Pick<UserContext, 'user' | 'reload'>;

/** Saves an edit of the profile. @throws Refusal, Unreachable */
export const saveUser = (of: Of, edit: Omit<UserEdit, 'version'>): Promise<User> =>
  written(of, patch<User>(`admin/user${query({ userId: of.user.userId })}`, { ...edit, version: of.user.version }));

/** Does one act to the account. @throws Refusal, Unreachable */
export const act = (of: Of, what: AccountAct): Promise<User> =>
  written(of, post<User>(`admin/user/act${query({ userId: of.user.userId })}`, { act: what }));

async function written({ reload }: Of, answer: Promise<User>): Promise<User> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error, 'user.conflict', 'user.not_found')) reload();
    throw error;
  }
}
