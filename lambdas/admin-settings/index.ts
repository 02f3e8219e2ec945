import { writeAudit } from '#adapters/audit/outbox.ts';
import { environment } from '#adapters/aws/environment.ts';
import { readBranding, writeBranding } from '#adapters/directory/branding.ts';
import { readMailTexts, readSavedDesign, writeMailText } from '#adapters/directory/mail-texts.ts';
import { readCatalogue } from '#adapters/directory/questions.ts';
import { markRestored, readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    markRestored,
    readBranding,
    readCatalogue,
    readMailTexts,
    readSavedDesign,
    readSettings,
    writeAudit,
    writeBranding,
    writeMailText,
    writeSettings,
    publicOrigin: () => environment('PUBLIC_ORIGIN'),
  },
  guards,
);
