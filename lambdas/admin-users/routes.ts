/** Users as administrators find, mend and reset them. */
import { actOnAccount } from './act.ts';
import { countAdministrators } from './administrators.ts';
import { editUser } from './edit.ts';
import { findUsers } from './find-users.ts';
import { resetPasswordOf } from './reset-password.ts';
import { showSessions } from './sessions.ts';
import { showUser } from './show.ts';

export const routes = [findUsers, showUser, editUser, actOnAccount, resetPasswordOf, showSessions, countAdministrators];
