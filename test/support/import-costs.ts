/** Imports of users with one token each, and the units that they cost. */
import { ingestPart } from '#core/migration/ingest-part.ts';
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

/** A first import, and the same package once more; then the mails of an import of other users. */
export async function costOfImports(users: number): Promise<Record<string, Units>> {
  const { stop } = await startDynamoDb();
  try {
    const { directory, operations, search } = await createTables();
    const take = countCapacity({ directory, operations, search });
    const records = Array.from({ length: users }, (_, index) => recordOf(index));
    const first = await stage(records);
    take();
    for (let part = 1; part <= first.parts.length; part++) await ingestPart(first.ports, first.input(part));
    const imported = take();
    const again = await stage(records);
    take();
    for (let part = 1; part <= again.parts.length; part++) await ingestPart(again.ports, again.input(part));
    const repeated = take();
    const others = Array.from({ length: users }, (_, index) => recordOf(users + index));
    return {
      'a first import': imported,
      'the same users in another package': repeated,
      ...(await costOfMails(take, others)),
    };
  } finally {
    await stop();
  }
}
