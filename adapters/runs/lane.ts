/** MAIL-LANE/LANE: which campaign sends, and which wait: core/campaign/lane.ts says how it is handed round. */
import * as z from 'zod';
import { askedFor, FREE_LANE, givenBack, type Lane, othersWait, renewed } from '#core/campaign/lane.ts';
import { transient } from '#core/errors.ts';
import type { Shape } from '#core/stored.ts';
import { backoff, PATIENCE } from '../dynamodb/backoff.ts';
import { operationsTable, putItem, readItem, versionIs } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

const KEY = { pk: 'MAIL-LANE', sk: 'LANE' };
const stored = z.object({
  lane: z.object({
    holder: z.object({ campaign: z.string(), token: z.string(), until: z.number() }).exactOptional(),
    last: z.string().exactOptional(),
    asked: z.record(z.string(), z.number()),
  } satisfies Shape<Lane>),
  version: z.number(),
});

/** Of several writers at once each one's change is made on the lane as the one before left it. @throws LandfallError operations.busy */
async function change<T>(decide: (lane: Lane) => { readonly lane: Lane; readonly answer: T }): Promise<T> {
  const again = backoff(PATIENCE.task);
  do {
    const item = await readItem(operationsTable(), KEY);
    const { lane: seen, version } = item ? readAs(stored, item) : { lane: FREE_LANE, version: 0 };
    const { lane, answer } = decide(seen);
    if (lane === seen) return answer;
    if (await putItem(operationsTable(), { ...KEY, lane, version: version + 1 }, versionIs(version))) return answer;
  } while (await again());
  throw transient('operations.busy');
}

/** @param token of the round @param now Unix ms */
export const takeLane = (campaign: string, token: string, now: number): Promise<boolean> =>
  change((seen) => {
    const { lane, taken } = askedFor(seen, campaign, token, now);
    return { lane, answer: taken };
  });

export const keepLane = (campaign: string, token: string, now: number) =>
  change((seen) => {
    const lane = renewed(seen, token, now);
    return { lane: lane ?? seen, answer: { held: lane !== undefined, others: othersWait(seen, campaign, now) } };
  });

export const releaseLane = (token: string): Promise<void> =>
  change((seen) => ({ lane: givenBack(seen, token), answer: undefined }));
