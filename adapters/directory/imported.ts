/** Whether an imported user is left of a kind: over the people of all sources, by the index, and each read from its item. */
import { SHARDS } from '#core/directory/journey.ts';
import type { User } from '#core/directory/model.ts';
import { readUsers } from './lookups.ts';
import { peopleOf } from './people.ts';

const BATCH = 100;

/**
 * True as soon as one is found, and where `deadline` (Unix ms) comes before all were looked at.
 * @param sources names of the source deployments
 */
export async function isThereAnImported(
  sources: readonly string[],
  found: (user: User) => boolean,
  deadline: number,
): Promise<boolean> {
  let keys: string[] = [];
  const anyOf = async () => [...(await readUsers(keys)).values()].some(found);
  for (const source of sources)
    for (let shard = 0; shard < SHARDS; shard++)
      for await (const one of peopleOf(source, shard)) {
        if (one.kind !== 'user') continue;
        keys.push(one.userKey);
        if (keys.length < BATCH) continue;
        if (Date.now() > deadline || (await anyOf())) return true;
        keys = [];
      }
  return keys.length > 0 && anyOf();
}
