import { keepAnswers, usersWithAnswers } from '#adapters/administration/users.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { readCatalogue, writeSets } from '#adapters/directory/questions.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    writeAudit,
    enqueueMail,
    readCatalogue,
    writeSets,
    keepAnswers,
    usersWithAnswers: (next) => usersWithAnswers(next),
  },
  guards,
);
