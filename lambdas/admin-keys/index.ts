import { exportPublicKey } from '#adapters/aws/keys.ts';
import { addPacker, removePacker, trustedPackers } from '#adapters/directory/packers.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
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
