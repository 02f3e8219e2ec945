/** The directory as an import writes it: core/migration/write-plans.ts says what each of these must hold to. */
import { setTimeout } from 'node:timers/promises';
import type { IngestPorts } from '#core/migration/ingest.ts';
import { putPersons } from '../directory/persons.ts';
import { enqueueMail } from '../mail/queue.ts';
import { commit, dropToken, insert } from './changes.ts';
import { directoryLookUp } from './look-up.ts';

const FIRST_PAUSE_MS = 200;
const LAST_PAUSE_MS = 5_000;

/** @param imagesUntil of what was there before a change, Unix seconds, from Unix milliseconds */
export const importInto = (imagesUntil: (now: number) => Promise<number>): IngestPorts => ({
  ...directoryLookUp,
  insert,
  commit: async (one) => commit(one, await imagesUntil(Date.now())),
  dropToken,
  putPersons,
  tell: ({ user, change, serial }, at) =>
    enqueueMail({
      kind: 'way-changed',
      user,
      change,
      by: 'import',
      at,
      ...(serial === undefined ? {} : { serial }),
    }),
  pause: (round) => setTimeout(Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** round)),
});
