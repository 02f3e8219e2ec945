/** A person as the lists show one: who it is, and the journey. */
import { createHash } from 'node:crypto';
import { defined } from '#core/directory/items.ts';
import { MADE_HERE } from '#core/directory/journey.ts';
import type { User } from '#core/directory/model.ts';
import { cutText, userKey } from '#core/text.ts';
import { folded } from './fold.ts';
import type { Facts, Journey } from './journey.ts';
import { shardOf } from './shards.ts';
import { MILESTONES, STUCK, stageOf } from './stages.ts';
import { usesOf } from './uses.ts';

export type Person = Journey & {
  readonly userKey: string;
  /** As written. */
  readonly userId: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  /** Name of the source deployment; empty: made here. */
  readonly source: string;
  /** By which the person is known again behind another user ID: see core/directory/same-person.ts. */
  readonly externalId?: string;
  /** Of the tokens that the user lists. */
  readonly serials: readonly string[];
  /** Those of them that came from a source deployment and have been used here. */
  readonly used?: readonly string[];
  /** When an administrator said that the person is not waited for any more. */
  readonly signedOffAt?: number;
  readonly enabled: boolean;
  readonly lockedOut: boolean;
  readonly role?: User['role'];
};

export function personOf({ user, tokens: held }: Pick<Facts, 'user' | 'tokens'>, journey: Journey): Person {
  const { userId, firstName, lastName, email, source = MADE_HERE, externalId, tokens, enabled, lockedOut, role } = user;
  const who = { userKey: userKey(userId), userId, firstName, lastName, email, source, externalId, role };
  const used = usesOf({ user, tokens: held }).map(({ serial }) => serial);
  const found = {
    ...who,
    serials: tokens,
    used: used.length === 0 ? undefined : used,
    signedOffAt: user.signedOffAt,
    enabled,
    lockedOut,
  };
  return { ...defined(found), ...journey } as Person;
}

/** Partitions of a list: one takes 1,000 writes a second. */
export const LIST_SHARDS = 4;
const CLOCK_SHARDS = 4;
/** Of a folded text that is sorted by: sort keys end at 1,024 bytes, and a folded letter takes at most 4. */
const SORTED_UNITS = 80;
/** Before everything that a longer name goes on with: Kim stands before Kim Lee and Kimball. */
const BETWEEN = ' ! ';

/** The name of a list: a stage, or `stuck.` and why. */
export const bucketOf = (journey: Pick<Journey, 'reached' | 'stuck'>): string =>
  journey.stuck ? `stuck.${journey.stuck}` : stageOf(journey);
/** Every list. */
export const LIST_NAMES: readonly string[] = [...MILESTONES, ...STUCK.map((reason) => `stuck.${reason}`)];
export const listKey = (source: string, bucket: string, shard: number): string => `${source}#${bucket}#${shard}`;
/** Of a source: each list with its shards. */
export const PARTITIONS = LIST_NAMES.length * LIST_SHARDS;
/** @param partition 0 to PARTITIONS - 1 */
export const partitionKey = (source: string, partition: number): string =>
  listKey(source, LIST_NAMES[Math.floor(partition / LIST_SHARDS)]!, partition % LIST_SHARDS);
export const clockKey = (shard: number): string => `CLOCK#${shard}`;
export const CLOCK_KEYS: readonly string[] = Array.from({ length: CLOCK_SHARDS }, (_, shard) => clockKey(shard));

/** Where a person stands in the lists (sorted by last name, first name, user ID), and in the list of next dates. */
export function placesOf(person: Person): Readonly<Record<string, string>> {
  const { userKey: key, lastName = '', firstName = '', source, changesAt } = person;
  const sorted = [lastName, firstName, key].map((text) => cutText(folded(text), SORTED_UNITS));
  const hash = createHash('sha256').update(key, 'utf8').digest('hex').slice(0, 8);
  return {
    list: listKey(source, bucketOf(person), shardOf(key, LIST_SHARDS)),
    sort: `${sorted.join(BETWEEN)}|${hash}`,
    ...(changesAt === undefined
      ? {}
      : { clock: clockKey(shardOf(key, CLOCK_SHARDS)), changes: new Date(changesAt).toISOString() }),
  };
}
