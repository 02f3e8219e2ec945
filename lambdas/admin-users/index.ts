import { findByEmail, findByPrefix, findBySerial, listUsers, saveUser } from '#adapters/administration/users.ts';
import { peppers } from '#adapters/aws/keys.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
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
