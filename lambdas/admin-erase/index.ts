import { removeHanging, removeUser } from '#adapters/administration/erasure.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers } from '#adapters/aws/keys.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { removeLinks } from '#adapters/mail/links.ts';
import * as left from '#adapters/runs/erasure.ts';
import { finishedFrom, listRuns } from '#adapters/runs/index.ts';
import { removeNotice } from '#adapters/runs/notices.ts';
import { readWriter } from '#adapters/runs/sources.ts';
import { pseudonyms } from '#core/migration/pseudonym.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...left,
    readUser,
    readTokens,
    writingRun: async (source: string) => (await readWriter(source)).holder?.run,
    removeUser,
    removeHanging: async (key: string) => {
      await removeNotice(key);
      await removeLinks(key);
      await removeHanging(key);
    },
    finishedFrom,
    listRuns,
    pseudonym: async (key: string) => pseudonyms(await peppers())(key),
    writeAudit,
    clock: Date.now,
  },
  guards,
);
