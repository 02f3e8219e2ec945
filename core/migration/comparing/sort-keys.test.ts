import { keyHash } from '#core/key-hash.ts';
import { verified } from '#test/support/comparing.ts';
import { plansIn } from '#test/support/plans.ts';
import type { PartKeys } from './part-keys.ts';
import { sortKeys } from './sort-keys.ts';
import { chunkName, readSorted, sortedName } from './sorted-keys.ts';

/** Of a chunk: those of eight parts, or of two people. */
const ENTRIES = 8;
const RUN = { migration: 'r', sourceName: 'north', full: true, older: false };

const part = (number: number): PartKeys => ({
  part: number,
  lines: [1, 2].map((line) => ({
    line,
    user: keyHash(`u${number}-${line}`),
    ext: keyHash('e'),
    serials: [keyHash(`s${number}-${line}`)],
  })),
  renames: [],
  unknown: { users: number === 1 ? 1 : 0, tokens: 2 },
});

function prepared(parts: readonly PartKeys[], people: number) {
  const plans = verified({ parts, of: 2 });
  const walks: (readonly [number, string | undefined])[] = [];
  let now = 0;
  async function* peopleOf(_source: string, shard: number, from?: string) {
    walks.push([shard, from]);
    for (let index = Number(from ?? -1) + 1; index < (shard === 1 ? people : 0); index++)
      yield {
        kind: 'user' as const,
        at: String(index),
        userKey: `p${index}`,
        externalId: `e${index}`,
        tokens: ['1', '2'],
      };
  }
  const ports = { ...plansIn(plans), peopleOf, now: () => now++ };
  const run = { ...RUN, parts: parts.length };
  return {
    plans,
    walks,
    ports,
    sort: (goesOn: boolean, until: number) => sortKeys(ports, run, goesOn, until, ENTRIES),
  };
}

test('chunks are cut where they are full, an invocation ends with its time, and the next one goes on', async () => {
  const { plans, ports, walks, sort } = prepared([1, 2, 3, 4, 5, 6, 7, 8, 9].map(part), 3);
  expect(await sort(false, 0)).toEqual({ done: false });
  // Parts are read eight at a time.
  expect(await readSorted(ports.readPlan, 'r')).toEqual({
    of: 2,
    chunks: 1,
    unknown: { users: 1, tokens: 16 },
    ids: true,
    next: { part: 9 },
  });
  expect(await sort(true, 1)).toEqual({ done: false });
  expect(await readSorted(ports.readPlan, 'r')).toMatchObject({
    chunks: 2,
    unknown: { tokens: 18 },
    next: { shard: 0 },
  });
  expect(await sort(true, 1_000)).toEqual({ done: true });
  expect(await readSorted(ports.readPlan, 'r')).toEqual({
    of: 2,
    chunks: 4,
    unknown: { users: 1, tokens: 18 },
    ids: true,
  });
  expect(walks).toEqual([
    [0, undefined],
    [1, undefined],
    [1, '1'],
    [2, undefined],
    [3, undefined],
  ]);
  expect([...plans.keys()].filter((name) => name.includes('.sorted/')).sort()).toEqual(
    [...[1, 2, 3, 4].map((chunk) => chunkName('r', chunk)), sortedName('r')].sort(),
  );
});

test('an attempt begins anew and writes the same chunks; of nothing there is none', async () => {
  const { plans, sort } = prepared([1, 2].map(part), 1);
  await sort(false, 1_000);
  const first = new Map(plans);
  await sort(false, 1_000);
  expect(plans).toEqual(first);
  const nothing = prepared([], 0);
  expect(await nothing.sort(false, 1_000)).toEqual({ done: true });
  expect(await readSorted(nothing.ports.readPlan, 'r')).toMatchObject({ chunks: 0 });
  await expect(readSorted(async () => undefined, 'r')).rejects.toMatchObject({ code: 'stored.damaged' });
});
