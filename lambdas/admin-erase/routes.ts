/** People erased: a function of its own, so that no other one may rewrite reports. */
import { eraseUser } from './erase.ts';

export const routes = [eraseUser];
