/**
 * User IDs that a source's people get here in place of their own: a list of single ones, and a suffix for all the others. Both belong to
 * the source and hold for its later runs. Of a run they lie in plans/<run>.user-ids.json, since a workflow's state carries no names.
 */
import * as z from 'zod';
import { invalid } from '#core/errors.ts';
import { readStoredJson, type Shape } from '#core/stored.ts';
import { userKey } from '#core/text.ts';

export type UserIdMap = {
  /** User key in the source -> user ID here. */
  readonly renames: Readonly<Record<string, string>>;
  /** Added to every user ID that the list does not name, such as `@old`. */
  readonly suffix?: string;
};

export const MAX_RENAMES = 5_000;
const MAX_USER_ID = 255;

export const userIdMap: z.ZodType<UserIdMap> = z.object({
  renames: z.record(z.string(), z.string()),
  suffix: z.string().exactOptional(),
} satisfies Shape<UserIdMap>);

/** What a run was given, before it is joined with what its source has. */
export const givenUserIdsName = (run: string): string => `${run}.given-user-ids.json`;
export const userIdsName = (run: string): string => `${run}.user-ids.json`;

const isUserId = (text: string): boolean => text !== '' && text.length <= MAX_USER_ID && !/\p{Cc}/u.test(text);

/**
 * A list as it was given: user ID in the source, user ID here.
 * @throws LandfallError renames.invalid: one that names a user twice, or gives two the same user ID
 */
export function userIdMapOf(pairs: readonly (readonly [string, string])[], suffix?: string): UserIdMap {
  const renames: Record<string, string> = {};
  const taken = new Set<string>();
  for (const [index, [old, here]] of pairs.entries()) {
    const [from, to] = [userKey(old.trim()), userKey(here.trim())];
    const wrong = (problem: string) =>
      invalid('renames.invalid', `Pair ${index + 1} of the list of user IDs ${problem}.`, { line: index + 1 });
    if (!isUserId(old.trim()) || !isUserId(here.trim())) throw wrong('is no user ID and another one');
    if (Object.hasOwn(renames, from)) throw wrong('names a user who was named before');
    if (taken.has(to)) throw wrong('gives a user ID that another user was given');
    renames[from] = here.trim();
    taken.add(to);
  }
  return { renames, ...(suffix === undefined ? {} : { suffix }) };
}

/** What the source had, and what a run was given: that counts where both speak. */
export const joined = (had: UserIdMap | undefined, given: UserIdMap | undefined): UserIdMap => ({
  ...had,
  ...given,
  renames: { ...had?.renames, ...given?.renames },
});

/** The user ID here of one of the source. */
export const userIdHere = ({ renames, suffix = '' }: UserIdMap, userId: string): string => {
  const key = userKey(userId);
  return Object.hasOwn(renames, key) ? renames[key]! : `${userId}${suffix}`;
};

/**
 * What gives the user IDs here of a run's records: as they are, where its source has no map.
 * @param readPlan of an object under plans/ @throws LandfallError stored.damaged
 */
export async function userIdsOfRun(
  readPlan: (name: string) => Promise<string | undefined>,
  run: { readonly migration: string; readonly userIdMap?: true },
): Promise<(userId: string) => string> {
  if (!run.userIdMap) return (userId) => userId;
  const name = userIdsName(run.migration);
  const map = readStoredJson(userIdMap, (await readPlan(name)) ?? '', name);
  return (userId) => userIdHere(map, userId);
}
