import { writeAudit } from '#adapters/audit.ts';
import { openSeed, readTokens, readUser } from '#adapters/directory.ts';
import { peppers } from '#adapters/keys.ts';
import { readSettings } from '#adapters/settings.ts';
import { saveToken, unassignedTokens } from '#adapters/tokens.ts';
import { requireAdministrator } from '../actor.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  requireAdministrator,
  readTokens,
  readUser,
  readSettings,
  peppers,
  openSeed,
  saveToken,
  unassignedTokens,
  writeAudit,
});
