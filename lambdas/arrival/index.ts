import { lookUpUser } from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { readLink } from '#adapters/mail/links.ts';
import { hit, unhit } from '#adapters/operations/throttles.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(routes, { readSettings, readLink, lookUpUser, hit, unhit }, guards);
