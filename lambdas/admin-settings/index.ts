import { writeAudit } from '#adapters/audit.ts';
import { readSettings, writeSettings } from '#adapters/settings.ts';
import { requireAdministrator } from '../actor.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ requireAdministrator, readSettings, writeSettings, writeAudit });
