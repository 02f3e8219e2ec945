import { keepAnswers, usersWithAnswers } from '#adapters/administration/users.ts';
import { readCatalogue, writeSets } from '#adapters/directory/questions.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    writeAudit,
    readCatalogue,
    writeSets,
    keepAnswers,
    usersWithAnswers: (next) => usersWithAnswers(next),
  },
  guards,
);
