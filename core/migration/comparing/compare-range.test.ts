import { keyHash } from '#core/key-hash.ts';
import { verified } from '#test/support/comparing.ts';
import { plansIn } from '#test/support/plans.ts';
import type { MigrationRun } from '../run.ts';
import { waveName } from '../wave.ts';
import { compareRange } from './compare-range.ts';
import { readComparison } from './comparison.ts';
import { missingName } from './gone.ts';
import { sortKeys } from './sort-keys.ts';
import { chunkName } from './sorted-keys.ts';

const RUN = { migration: 'r', sourceName: 'north', full: true, older: false, parts: 10 } as MigrationRun;

function prepared(over: Partial<MigrationRun> = {}) {
  const run = { ...RUN, ...over };
  const parts = Array.from({ length: 10 }, (_, index) => ({
    part: index + 1,
    lines: [{ line: 1, user: keyHash(`u${(index + 1) % 9}`), serials: [] }],
    renames: [],
    unknown: { users: 0, tokens: 0 },
  }));
  const plans = verified({ parts });
  const ports = plansIn(plans);
  const walked: string[] = [];
  async function* peopleOf(source: string, shard: number) {
    walked.push(source);
    for (const userKey of shard === 0 ? ['u1', 'x', 'y'] : [])
      yield { kind: 'user' as const, userKey, tokens: [], at: userKey };
  }
  const sort = () => sortKeys({ ...ports, peopleOf, now: () => 0 }, run, false, 1);
  const compare = async () => {
    await sort();
    const output = await compareRange(ports, run, { number: 0, of: 1 });
    return { output, found: await readComparison(ports.readPlan, 'r', 0) };
  };
  return { plans, ports, run, walked, sort, compare };
}

test('a range reads what is its own of each chunk in order, and leaves what it found', async () => {
  const { plans, walked, compare } = prepared();
  const { output, found } = await compare();
  expect(output).toEqual({ range: 0, collisions: 1, missing: 2, renames: 0 });
  expect(found.collisions).toEqual([
    {
      kind: 'user',
      hash: keyHash('u1'),
      places: [
        [1, 1],
        [10, 1],
      ],
    },
  ]);
  expect(plans.get(missingName('r', 0))).toMatch(/"key":"[xy]"/u);
  expect(walked).toEqual(['north', 'north', 'north', 'north']);
});

test.each([
  ['an older export', { older: true }],
  ['one that is not full', { full: false }],
])('%s says nothing of who is gone', async (_name, over) => {
  const { plans, walked, compare } = prepared(over);
  expect((await compare()).found.missing).toBe(0);
  expect(plans.has(missingName('r', 0))).toBe(false);
  expect(walked).toEqual([]);
});

test('of a wave only those who are in it can be gone; one without its list ends', async () => {
  const { plans, ports, run, compare } = prepared({ options: { only: true } });
  plans.set(waveName('r'), '["y"]');
  expect((await compare()).found.missing).toBe(1);
  plans.delete(waveName('r'));
  await expect(compareRange(ports, run, { number: 0, of: 1 })).rejects.toMatchObject({ code: 'run.wave_missing' });
});

test.each([
  ['is missing', undefined],
  ['ends in its head', '0000'],
  ['ends in its lines', '00000000000\n00000000009\n{"kind"'],
  ['has a line without its end', '00000000000\n00000000007\n{"kind"'],
  ['has a line of another kind', '00000000000\n00000000003\n{}\n'],
  ['begins behind its end', '00000000009\n00000000003\n{}\n'],
])('a chunk that %s is named', async (_name, text) => {
  const { plans, ports, run, sort } = prepared();
  await sort();
  const name = chunkName('r', 1);
  if (text === undefined) plans.delete(name);
  else plans.set(name, text);
  const ends = compareRange(ports, run, { number: 0, of: 1 });
  await expect(ends).rejects.toMatchObject({ code: 'stored.damaged', facts: { item: name } });
});
