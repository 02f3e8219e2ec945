import { sessionKeys } from '#adapters/aws/keys.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
import { endSession } from '#adapters/operations/sessions.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ endSession, sessionKeys, writeAudit });
