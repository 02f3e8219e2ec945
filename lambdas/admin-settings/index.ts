import { writeAudit } from '#adapters/audit/outbox.ts';
import { readCatalogue } from '#adapters/directory/questions.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(routes, { readCatalogue, readSettings, writeSettings, writeAudit }, guards);
