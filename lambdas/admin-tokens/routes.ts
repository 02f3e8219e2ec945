/** Tokens as administrators find and handle them. */
import { assignToken } from './assign.ts';
import { deleteToken } from './delete.ts';
import { editToken } from './edit.ts';
import { findTokens } from './find-tokens.ts';
import { showToken } from './show.ts';
import { giveTemporaryCode } from './temporary-code.ts';
import { unassignToken } from './unassign.ts';

export const routes = [findTokens, showToken, editToken, assignToken, unassignToken, deleteToken, giveTemporaryCode];
