import { writeAudit } from '#adapters/audit.ts';
import { readTokens, readUser } from '#adapters/directory.ts';
import { peppers } from '#adapters/keys.ts';
import { enqueueMail } from '#adapters/mail-queue.ts';
import { readSettings } from '#adapters/settings.ts';
import { findByEmail, findByPrefix, findBySerial, listUsers, saveUser } from '#adapters/users.ts';
import { requireAdministrator } from '../actor.ts';
import { breachPorts } from '../breaches.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...breachPorts,
  requireAdministrator,
  readUser,
  readTokens,
  findByEmail,
  findByPrefix,
  listUsers,
  findBySerial,
  readSettings,
  peppers,
  saveUser,
  enqueueMail,
  writeAudit,
});
