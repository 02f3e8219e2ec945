import { writeAudit } from '#adapters/audit.ts';
import { sessionKeys } from '#adapters/keys.ts';
import { endSession } from '#adapters/sessions.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ endSession, sessionKeys, writeAudit });
