import { readBranding, readLogoImage } from '#adapters/directory/branding.ts';
import { readLanguages } from '#adapters/directory/questions.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(routes, { readBranding, readLogoImage, readSettings, readLanguages }, guards);
