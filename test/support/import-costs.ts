/** Imports of users with one token each, and the units that they cost. */
import { readFacts, readKept, replace } from '#adapters/journeys/follow.ts';
import { chunksOf } from '#core/concurrency.ts';
import { type FollowPorts, followPeople } from '#core/journey/follow.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { countCapacity, type Units } from './capacity.ts';
import { createTables, startDynamoDb } from './dynamodb.ts';
import { stage, user } from './ingest.ts';
import { costOfMails } from './mail-costs.ts';

const recordOf = (index: number) => {
  const name = `user${String(index).padStart(6, '0')}`;
  return user(name, [String(index).padStart(12, '0')], {
    firstName: 'Maria',
    lastName: `Gonzalez ${index}`,
    externalId: `5f0c6f1e-3c5d-4a5e-9d3b-${String(index).padStart(12, '0')}`,
  });
};

const FOLLOWING: FollowPorts = {
  readKept,
  readFacts,
  replace,
  readSettings: async () => defaultSettings(),
  noteUses: async () => {},
  tell: async () => {},
  leaveOut: ({ error }) => {
    throw error;
  },
  now: Date.now,
};

/** A first import, and the same package once more; then the mails of an import of other users. */
export async function costOfImports(users: number): Promise<Record<string, Units>> {
  const { stop } = await startDynamoDb();
  try {
    const { directory, operations, search, journeys } = await createTables();
    const take = countCapacity({ directory, operations, search, journeys });
    const records = Array.from({ length: users }, (_, index) => recordOf(index));
    const first = await stage(records);
    take();
    for (let part = 1; part <= first.parts.length; part++) await ingestPart(first.ports, first.input(part));
    const imported = take();
    const keys = records.map(({ userId }) => userKey(userId));
    for (const some of chunksOf(keys, 50)) await followPeople(FOLLOWING, some);
    const followed = take();
    for (const some of chunksOf(keys, 50)) await followPeople(FOLLOWING, some);
    const looked = take();
    const again = await stage(records);
    take();
    for (let part = 1; part <= again.parts.length; part++) await ingestPart(again.ports, again.input(part));
    const repeated = take();
    const others = Array.from({ length: users }, (_, index) => recordOf(users + index));
    return {
      'a first import': imported,
      'its people followed': followed,
      'its people looked at once more': looked,
      'the same users in another package': repeated,
      ...(await costOfMails(take, others)),
    };
  } finally {
    await stop();
  }
}
