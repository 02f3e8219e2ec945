import { keepAnswers, usersWithAnswers } from '#adapters/administration/users.ts';
import { readCatalogue, writeSets } from '#adapters/directory/questions.ts';
import { writeAudit } from '#adapters/operations/audit.ts';
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
