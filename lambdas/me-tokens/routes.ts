/** A user’s own tokens. */
import { changeMyPin } from './change-pin.ts';
import { reportMyTokenLost } from './lost.ts';
import { resynchroniseMyToken } from './resynchronise.ts';
import { showMyTokens } from './show.ts';

export const routes = [showMyTokens, reportMyTokenLost, resynchroniseMyToken, changeMyPin];
