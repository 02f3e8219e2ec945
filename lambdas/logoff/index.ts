import { writeAudit } from '#adapters/audit/outbox.ts';
import { sessionKeys } from '#adapters/aws/keys.ts';
import { endSession } from '#adapters/operations/sessions.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(routes, { endSession, sessionKeys, writeAudit }, guards);
