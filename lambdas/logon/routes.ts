/** From a user ID to a session. */
import { logon } from './logon.ts';
import { newPin } from './new-pin.ts';
import { nextTokencode } from './next-tokencode.ts';

export const routes = [logon, nextTokencode, newPin];
