/** People in the order of their user IDs, by the directory's index: its partitions are merged. */
import { shardsOf } from '#core/directory/journey.ts';
import type { Place, Places } from '#core/journey/search.ts';
import { byUtf8 } from '#core/text.ts';
import { directoryTable } from '../dynamodb/items.ts';
import { queryPage } from '../dynamodb/queries.ts';

/** Users stand behind everything else in a partition. */
const USERS = 'user#';
/** At least so many are read of a partition at a time. */
const LEAST = 20;

type Reader = { readonly partition: string; after: string; left: Place[]; ended: boolean };

async function readOn(reader: Reader, limit: number): Promise<void> {
  const { items, next } = await queryPage(directoryTable(), {
    index: 'journey',
    keys: '#peopleOf = :partition AND #journey > :after',
    values: { ':partition': reader.partition, ':after': reader.after },
    limit,
  });
  reader.left = items.map((item) => ({
    at: String(item['journey']),
    userKey: String(item['pk']).slice('USER#'.length),
  }));
  reader.after = reader.left.at(-1)?.at ?? reader.after;
  reader.ended = next === undefined;
}

/** At most `limit`, each partition read as far as the order needs it. @param after the place behind which they stand */
export async function placesByUserId(sources: readonly string[], limit: number, after = USERS): Promise<Places> {
  const partitions = sources.flatMap(shardsOf);
  const chunk = Math.min(limit, Math.max(LEAST, Math.ceil((2 * limit) / partitions.length)));
  let readers = partitions.map((partition): Reader => ({ partition, after, left: [], ended: false }));
  const places: Place[] = [];
  while (places.length < limit) {
    await Promise.all(
      readers.filter(({ left, ended }) => left.length === 0 && !ended).map((reader) => readOn(reader, chunk)),
    );
    readers = readers.filter(({ left, ended }) => left.length > 0 || !ended);
    // One that has read nothing yet is read on before an order is known.
    if (readers.some(({ left }) => left.length === 0)) continue;
    if (readers.length === 0) break;
    const first = readers.reduce((one, other) => (byUtf8(other.left[0]!.at, one.left[0]!.at) < 0 ? other : one));
    places.push(first.left.shift()!);
  }
  return { places, more: readers.some(({ left, ended }) => left.length > 0 || !ended) };
}
