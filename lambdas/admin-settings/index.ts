import { writeAudit } from '#adapters/audit/outbox.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(routes, { readSettings, writeSettings, writeAudit }, guards);
