import { readAdministrators } from '#adapters/administration/administrators.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { readNotice } from '#adapters/runs/notices.ts';
import { readRunsOf } from '#adapters/runs/of-person.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  { readAdministrators, readAudit, readNotice, readRunsOf, readSettings, readTokens, readUser, writeAudit },
  guards,
);
