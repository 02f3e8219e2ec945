import fc from 'fast-check';
import { chains } from '#test/support/audit.ts';
import { appendChanges, type Change, entriesOfChange } from './audit-append.ts';
import { NOTHING_VERIFIED, SHARDS, verifyEnd, verifyLinks } from './audit-chain.ts';

const AT = Date.UTC(2026, 10, 30, 9);
const TIME = new Date(AT).toISOString();
const item = (number: number, shard = number % SHARDS, more: object = {}) => ({
  pk: `AUDIT#${TIME.slice(0, 10)}#${shard}`,
  sk: `${TIME}#${number}`,
  time: TIME,
  actor: 'ada',
  expiresAt: AT / 1000 + 60,
  ...more,
});
const put = (number: number, ...more: [number?, object?]): Change => ({
  id: `put-${number}`,
  at: AT,
  after: item(number, ...more),
});
const tampering = (change: string, object: string, id: string) => ({
  actor: 'system',
  action: 'audit.tampered',
  outcome: 'failure',
  object,
  facts: { change },
  id: `${TIME}#${id}`,
});

/** All chains verified, and what they hold. */
function held({ ofShard, key }: ReturnType<typeof chains>): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => {
    const links = ofShard(shard);
    const { state, faults } = verifyLinks(shard, NOTHING_VERIFIED, links, key.isSigned);
    expect([...faults, ...verifyEnd(shard, state)]).toEqual([]);
    return links.map(({ id }) => id);
  }).flat();
}

test('what was put into the outbox is entered in its chain without the time at which it expires', async () => {
  const store = chains();
  await appendChanges(store.ports, [put(1), put(2), put(9)]);
  expect(held(store)).toHaveLength(3);
  expect(store.ofShard(1).map(({ id }) => id)).toEqual([`${TIME}#1`, `${TIME}#9`]);
  expect(store.ofShard(1)[0]).not.toHaveProperty('expiresAt');
  expect(store.ofShard(1).map(({ signature }) => signature !== undefined)).toEqual([false, true]);
  expect(store.tampered).toEqual([]);
});

test('changes in any batches, each of them repeated, are entered once and in an unbroken chain', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(40), { maxLength: 8 }), { maxLength: 8 }), async (batches) => {
      const store = chains();
      for (const batch of batches)
        for (let times = 0; times < 2; times++)
          await appendChanges(
            store.ports,
            [...new Set(batch)].map((one) => put(one)),
          );
      const wanted = new Set(batches.flat().map((one) => `${TIME}#${one}`));
      expect(new Set(held(store))).toEqual(wanted);
      expect(held(store)).toHaveLength(wanted.size);
    }),
    { numRuns: 50 },
  );
});

test('a stream that is read from its beginning again, thousands of changes back, adds no entry twice', async () => {
  const store = chains();
  const later = (number: number): Change => {
    const at = AT + number * 1000;
    const time = new Date(at).toISOString();
    return { id: `put-${number}`, at, after: { ...item(number, 0), time, sk: `${time}#${number}` } };
  };
  const changes = Array.from({ length: 700 }, (_, number) => later(number));
  const batches = Array.from({ length: 7 }, (_, index) => changes.slice(index * 100, index * 100 + 100));
  for (const batch of [...batches, ...batches]) await appendChanges(store.ports, batch);
  expect(held(store)).toHaveLength(700);
  // One behind all of them looks through the last links alone, before and after it is written.
  const pages: (number | undefined)[] = [];
  const counted = {
    ...store.ports,
    lastLinks: (...asked: Parameters<typeof store.ports.lastLinks>) => {
      pages.push(asked[2]);
      return store.ports.lastLinks(...asked);
    },
  };
  await appendChanges(counted, [later(700)]);
  expect(pages).toEqual([undefined, undefined]);
});

test('of processes that append to one chain at the same moment each finds its place', async () => {
  const store = chains();
  await Promise.all(Array.from({ length: 6 }, (_, index) => appendChanges(store.ports, [put(index, 0)])));
  expect(held(store)).toHaveLength(6);
});

test('where others keep taking the places, the batch is given back to be tried again', async () => {
  const store = chains();
  const crowded = { ...store.ports, insertLinks: async () => false };
  await expect(appendChanges(crowded, [put(1)])).rejects.toMatchObject({ code: 'audit.busy', retryable: true });
});

test('many entries and large ones are entered in several transactions, each with a signature at its end', async () => {
  const store = chains();
  const sizes: number[] = [];
  const counting: typeof store.ports = {
    ...store.ports,
    insertLinks: (links) => {
      sizes.push(links.length);
      return store.ports.insertLinks(links);
    },
  };
  await appendChanges(
    counting,
    Array.from({ length: 120 }, (_, number) => put(number, 0)),
  );
  const large = { after: 'x'.repeat(900_000) };
  await appendChanges(
    counting,
    Array.from({ length: 3 }, (_, number) => put(200 + number, 0, large)),
  );
  await appendChanges(counting, [put(300, 0, { after: 'x'.repeat(3_000_000) })]);
  expect(sizes).toEqual([50, 50, 20, 2, 1, 1]);
  expect(held(store)).toHaveLength(124);
});

describe('what else happens to the outbox', () => {
  const before = item(1);
  const { sk } = before;

  test('an entry that is overwritten or removed is entered as tampering, beside the entry as it was put', async () => {
    const store = chains();
    const over: Change = { id: 'over/1', at: AT, before, after: item(1, 1, { actor: 'bo' }) };
    await appendChanges(store.ports, [put(1), over, { id: 'gone', at: AT, before }]);
    expect(held(store)).toHaveLength(3);
    expect(store.ofShard(1)).toMatchObject([
      { id: sk, actor: 'ada' },
      tampering('overwritten', sk, 'over_1'),
      tampering('removed', sk, 'gone'),
    ]);
    expect(store.tampered).toEqual(['overwritten', 'removed']);
  });

  test('an entry that has expired is removed without a word', () => {
    expect(entriesOfChange({ id: 'x', at: AT + 60_000, before })).toEqual({ entries: [] });
    expect(entriesOfChange({ id: 'x', at: AT })).toEqual({ entries: [] });
  });

  test('an item that is no entry is entered as foreign, and one of another time with a word on that', () => {
    const foreign = entriesOfChange({ id: 'f', at: AT, after: { pk: 'USER#anna', sk: 'USER' } });
    expect(foreign).toMatchObject({ tampered: 'foreign', entries: [tampering('foreign', 'USER', 'f')] });
    const late = entriesOfChange({ ...put(1), at: AT + 3_600_001 });
    expect(late).toMatchObject({ tampered: 'other-time', entries: [{ id: sk }, { facts: { change: 'other-time' } }] });
    expect(entriesOfChange({ ...put(1), at: AT + 3_600_000 }).entries).toHaveLength(1);
    expect(entriesOfChange({ ...put(1), at: AT - 3_600_001 }).tampered).toBe('other-time');
  });
});
