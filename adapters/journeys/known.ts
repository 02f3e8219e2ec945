/** People as they are now: the user, and what is kept of the journey. */
import type { Known } from '#core/journey/search.ts';
import { toUser, userItemKey } from '../directory/users.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { directoryTable, journeysTable } from '../dynamodb/items.ts';
import { journeyItemKey, toPerson } from './items.ts';

/** By user key, of those that there are. Consistent. */
export async function readKnown(keys: readonly string[]): Promise<Map<string, Known>> {
  const [users, journeys] = await Promise.all([
    readItems(directoryTable(), keys.map(userItemKey), PATIENCE.request),
    readItems(journeysTable(), keys.map(journeyItemKey), PATIENCE.request),
  ]);
  const people = new Map(journeys.map(toPerson).map((person) => [person.userKey, person]));
  return new Map(
    users.map((item) => {
      const key = String(item['pk']).slice('USER#'.length);
      return [key, { user: toUser(item), person: people.get(key) }];
    }),
  );
}
