import { plansIn } from '#test/support/plans.ts';
import { goneOf, type Missing, missingChunk, missingName, whoIsGone } from './gone.ts';

test('what several ranges miss of one person is put together, slice by slice', async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `u${index}`);
  const persons = keys.map((key): Missing => ({ kind: 'id', key }));
  const ids = keys.slice(0, 10).map((key): Missing => ({ kind: 'named', key }));
  const tokens = keys.map((holder, index): Missing => ({ kind: 'token', serial: `s${index}`, holder }));
  const plans = new Map<string, string>();
  const ports = plansIn(plans);
  for (const [range, all] of [persons, [], ids, tokens].entries())
    if (all.length > 0) await ports.putPlan(missingName('r', range), missingChunk(all));
  const reads: string[] = [];
  const read: typeof ports.readPlanRange = (name, offset, length) => {
    reads.push(name);
    return ports.readPlanRange(name, offset, length);
  };
  // As many as of three slices; the numbers alone decide on it.
  const slices: number[] = [];
  const gone = [];
  for await (const some of goneOf(read, 'r', [250_000, 0, 250_000, 250_000], false)) {
    slices.push(some.length);
    gone.push(...some);
  }
  expect(slices).toHaveLength(3);
  expect(gone).toHaveLength(40);
  // Whom a line may name is not gone, but for the token.
  const expected = keys.map((key, index) =>
    index < 10 ? { serial: `s${index}`, holder: key } : { user: key, tokens: [`s${index}`] },
  );
  expect(new Set(gone.map((one) => JSON.stringify(one)))).toEqual(new Set(expected.map((one) => JSON.stringify(one))));
  // Head and lines of three ranges in three slices; the one that misses nothing is not read.
  expect(reads).toHaveLength(18);
  expect(reads).not.toContain(missingName('r', 1));
});

test('nothing is read where nothing is missing', async () => {
  const read = async () => {
    throw new Error('read');
  };
  for await (const _some of goneOf(read, 'r', [0, 0], false)) throw new Error('gone');
  expect(whoIsGone([], false)).toEqual([]);
});
