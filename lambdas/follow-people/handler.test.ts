/** What the embedded stream does not show: several shards, records that come twice, and out of order between shards. */
import { LandfallError } from '#core/errors.ts';
import { journeysMemory } from '#test/support/journeys-memory.ts';
import { aToken, aUser } from '#test/support/memory.ts';
import { drawing } from '#test/support/random-steps.ts';
import { createHandler, type StreamEvent } from './handler.ts';

const event = (...keys: readonly string[]): StreamEvent => ({
  Records: keys.map((S) => ({ dynamodb: { Keys: { pk: { S } } } })),
});
function given() {
  const memory = journeysMemory();
  const handler = createHandler({
    ...memory.ports,
    readTokens: async (serials) => {
      if (serials.includes('damaged'))
        throw new LandfallError('stored.damaged', { facts: { item: 'TOKEN#x', field: 'y' } });
      return new Map(
        serials.flatMap((serial) => (memory.tokens.has(serial) ? [[serial, memory.tokens.get(serial)!]] : [])),
      );
    },
  });
  return { memory, take: (...keys: readonly string[]) => handler(event(...keys), {} as never) };
}
const person = (userId: string, more = {}) => aUser({ userId, source: 'old', tokens: [], ...more });

test('changes of one person that come from several shards, twice and out of order, end in what is so now', async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { memory, take } = given();
    const random = drawing(seed);
    const stream: string[] = [];
    for (let change = 0; change < 20; change++) {
      const key = ['ana', 'bo', 'cy'][random(3)]!;
      const serial = `${random(3)}`;
      if (random(5) === 0) memory.users.delete(key);
      else memory.put(person(key, { tokens: [serial], enabled: random(2) === 0, createdAt: change }));
      memory.tokens.set(serial, aToken({ serial, assignee: key, enabled: random(2) === 0 }));
      stream.push(`USER#${key}`, `TOKEN#${serial}`, `USER#${key}`);
      // The former assignees are written too, as the product does it.
      for (const other of memory.users.keys()) stream.push(`USER#${other}`);
    }
    while (stream.length > 0) {
      const batch = Array.from(
        { length: 1 + random(6) },
        () => stream.splice(random(stream.length), 1)[0] ?? 'SETTINGS',
      );
      await Promise.all([take(...batch), take(...batch.toReversed())]);
    }
    expect({ seed, wrong: memory.wrong() }).toEqual({ seed, wrong: [] });
  }
});

test('a batch without users and tokens reads nothing', async () => {
  const { memory, take } = given();
  memory.ports.readSettings = () => Promise.reject(new Error('asked'));
  await expect(take('SETTINGS', 'UPGRADE')).resolves.toBeUndefined();
});

test('a token that can’t be read holds up no other record, and is named', async () => {
  const { memory, take } = given();
  memory.put(person('ana'));
  memory.put(person('bo', { tokens: ['1'] }));
  memory.tokens.set('1', aToken({ serial: '1', assignee: 'bo' }));
  await take('TOKEN#damaged', 'TOKEN#1', 'USER#ana');
  expect(
    memory
      .people()
      .map(({ userKey }) => userKey)
      .sort(),
  ).toEqual(['ana', 'bo']);
  expect(memory.leftOut).toHaveLength(1);
});
