import { readAudit } from '#adapters/operations/audit.ts';
import { requireAdministrator } from '../actor.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ requireAdministrator, readAudit });
