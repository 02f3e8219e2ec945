/** JOURNEY#<user key>/JOURNEY in the table `journeys`: one item a person, with its places in the table's indexes. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { ROLES } from '#core/directory/model.ts';
import type { Kept } from '#core/journey/follow.ts';
import { type Person, placesOf } from '#core/journey/person.ts';
import { MILESTONES, STUCK, type Times } from '#core/journey/stages.ts';
import type { Shape } from '#core/stored.ts';
import type { Item, Key } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

export const journeyItemKey = (userKey: string): Key => ({ pk: `JOURNEY#${userKey}`, sk: 'JOURNEY' });

const person: z.ZodType<Person> = z.object({
  userKey: z.string(),
  userId: z.string(),
  firstName: z.string().exactOptional(),
  lastName: z.string().exactOptional(),
  email: z.string().exactOptional(),
  source: z.string(),
  externalId: z.string().exactOptional(),
  serials: z.array(z.string()),
  used: z.array(z.string()).exactOptional(),
  signedOffAt: z.number().exactOptional(),
  enabled: z.boolean(),
  lockedOut: z.boolean(),
  role: z.enum(ROLES).exactOptional(),
  reached: z.enum(MILESTONES),
  stuck: z.enum(STUCK).exactOptional(),
  since: z.number(),
  times: z.object({
    imported: z.number(),
    told: z.number().exactOptional(),
    tokenLogon: z.number().exactOptional(),
    home: z.number().exactOptional(),
  } satisfies Shape<Times>),
  changesAt: z.number().exactOptional(),
} satisfies Shape<Person>);
const kept = z.object({ rev: z.string() });

export const toPerson = (item: Item): Person => readAs(person, item);
export const toKept = (item: Item): Kept => ({ person: toPerson(item), rev: readAs(kept, item).rev });

/** As it is put: a `rev` of its own each time. */
export const toItem = (one: Person): Key & Item => ({
  ...journeyItemKey(one.userKey),
  ...one,
  ...placesOf(one),
  rev: randomBytes(9).toString('base64url'),
});
