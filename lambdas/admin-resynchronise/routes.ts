/** The one act of administrators on tokens that opens a seed: apart from those that list tokens. */
import { resynchroniseToken } from './resynchronise.ts';

export const routes = [resynchroniseToken];
