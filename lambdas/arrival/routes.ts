/** Where the short link of a mail leads. */
import { arrive } from './arrive.ts';

export const routes = [arrive];
