/** The directory as an import writes it: core/migration/write-plans.ts says what each of these must hold to. */
import { setTimeout } from 'node:timers/promises';
import type { IngestPorts } from '#core/migration/ingest.ts';
import { putPersons } from '../directory/persons.ts';
import { enqueueMail } from '../mail/queue.ts';
import { commit, dropToken, insert } from './changes.ts';
import { directoryLookUp } from './look-up.ts';

const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = 200;
const LAST_PAUSE_MS = 5_000;

/** @param imagesUntil of what was there before a change, Unix seconds, from Unix milliseconds */
export function importInto(imagesUntil: (now: number) => Promise<number>): IngestPorts {
  let known: { readonly at: number; readonly until: Promise<number> } | undefined;
  /** Asked for once a minute, not for each of a part's people. */
  function until(now: number): Promise<number> {
    if (!known || now - known.at > MINUTE_MS) known = { at: now, until: imagesUntil(now) };
    return known.until;
  }
  return {
    ...directoryLookUp,
    insert,
    commit: async (one) => commit(one, await until(Date.now())),
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
  };
}
