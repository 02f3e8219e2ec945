import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
import { requireAdministrator } from '../actor.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ requireAdministrator, readSettings, writeSettings, writeAudit });
