/** Saves an edit of a user; after a conflict with another administrator's change the page reads the user again. */
import { at, isRefusal, patch } from '../../../shared/http/api.ts';
import type { User, UserEdit } from '../../../shared/http/api-types.ts';
import type { UserContext } from './context.ts';

/** @throws Refusal, Unreachable */
export async function saveUser(
  { user, reload }: Pick<UserContext, 'user' | 'reload'>,
  edit: Omit<UserEdit, 'version'>,
): Promise<User> {
  try {
    return await patch<User>(`admin/${at('users', user.userId)}`, { ...edit, version: user.version });
  } catch (error) {
    if (isRefusal(error, 'user.conflict', 'user.not_found')) reload();
    throw error;
  }
}
