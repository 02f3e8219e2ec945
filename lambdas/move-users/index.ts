import { peppers } from '#adapters/aws/keys.ts';
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { moveGroup } from '#adapters/ingest/moves.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { putPlan, readPlan } from '#adapters/runs/exports.ts';
import { enterState, finishState } from '#adapters/runs/index.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import { noteBegun } from '#adapters/runs/sources.ts';
import { imagesUntil } from '../shared/before-images.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readPlan,
  putPlan,
  readUsers,
  readTokens,
  readNotices,
  moveGroup,
  enqueueMail,
  peppers,
  imagesUntil,
  noteBegun,
  enterState,
  finishState,
  now: Date.now,
});
