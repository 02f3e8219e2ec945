import { writeAudit } from '#adapters/audit.ts';
import { exportPublicKey } from '#adapters/keys.ts';
import { addPacker, removePacker, trustedPackers } from '#adapters/packers.ts';
import { requireAdministrator } from '../actor.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  requireAdministrator,
  exportPublicKey,
  trustedPackers,
  addPacker,
  removePacker,
  writeAudit,
});
