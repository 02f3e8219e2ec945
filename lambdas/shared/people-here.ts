import { type CountedPeople, countPeople } from '#adapters/directory/people.ts';
import { readTotals } from '#adapters/journeys/counters.ts';

/**
 * How many people a source has here: counted by the index, and where they are more than can be counted in a function's time, as the counters say, which
 * are a moment behind.
 */
export async function peopleHere(source: string): Promise<CountedPeople> {
  const counted = await countPeople(source);
  if (counted.all) return counted;
  const people = (await readTotals(source)).get('people') ?? 0;
  return { ...counted, people: Math.max(counted.people, people) };
}
