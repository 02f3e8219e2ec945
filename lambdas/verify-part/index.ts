import { readRange } from '#adapters/exports.ts';
import { readTokens, readUsers } from '#adapters/ingest.ts';
import { unwrapUnderSeedKey } from '#adapters/keys.ts';
import { countDone, enterState, noteReason } from '#adapters/migrations.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readUsers,
  readTokens,
  readRange,
  unwrapUnderSeedKey,
  enterState,
  countDone,
  noteReason,
  now: Date.now,
});
