import { saveToken, unassignedTokens } from '#adapters/administration/tokens.ts';
import { peppers } from '#adapters/aws/keys.ts';
import { openSeed, readTokens, readUser } from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
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
