/** What the three answers about people have in common. */
import * as z from 'zod';
import type { ShownJourney } from '#core/administration/people.ts';
import { MILESTONES, STAGES, STUCK } from '#core/journey/stages.ts';
import { answers, unixTime } from './shapes.ts';

export const AS_OF = {
  asOf: unixTime.describe('When it was read, in Unix milliseconds. It is a moment behind the directory.'),
  filling: z
    .literal(true)
    .optional()
    .describe('People whom the release before has imported are still joining: neither counts nor lists are complete'),
};
export const OF_SOURCE = {
  source: z.string().describe('Name of the source deployment; empty where no import has brought the person'),
  madeHere: z.literal(true).optional().describe('Made here by hand: `source` is empty'),
};
/** Where a person stands. */
export const JOURNEY = answers<ShownJourney>()(
  z.strictObject({
    ...OF_SOURCE,
    stage: z.enum(STAGES),
    stuck: z.enum(STUCK).optional().describe('Why, where the stage is `stuck`'),
    reached: z.enum(MILESTONES).describe('The furthest milestone'),
    since: unixTime.describe('When the stage was reached, with this reason, in Unix milliseconds'),
    times: z
      .strictObject({
        imported: unixTime,
        told: unixTime.optional(),
        tokenLogon: unixTime.optional(),
        home: unixTime.optional(),
      })
      .describe('When each milestone was first reached, in Unix milliseconds'),
  }),
);
/** Asked for by name; empty: made here. */
export const asked = z.string().max(255).optional();
export const ASKED = 'Of this source alone; empty: made here by hand. All without it';
