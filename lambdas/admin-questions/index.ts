import { writeAudit } from '#adapters/audit.ts';
import { readCatalogue, writeSets } from '#adapters/questions.ts';
import { keepAnswers, usersWithAnswers } from '#adapters/users.ts';
import { requireAdministrator } from '../actor.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  requireAdministrator,
  writeAudit,
  readCatalogue,
  writeSets,
  keepAnswers,
  usersWithAnswers: (next) => usersWithAnswers(next),
});
