import { keyHash } from '#core/key-hash.ts';
import { compareKeys, comparisonName } from './comparison.ts';
import { strangersOf, withStrangers } from './strangers.ts';

const RUN = { migration: 'r1', records: 150_000, people: 0 };
const line = (userId: string, number: number, bad?: true) => ({
  line: number,
  user: keyHash(userId),
  serials: [],
  ...(bad ? { bad } : {}),
});
async function* parts() {
  const unknown = { users: 0, tokens: 0 };
  yield { part: 1, lines: [line('ana', 1), line('bo', 2, true)], renames: [], unknown };
}

/** Compares the package with a wave in two ranges, and asks whom of it the package does not hold. */
async function strangers(only: ReadonlySet<string>): Promise<string[]> {
  const plans = new Map<string, string>();
  for (const number of [0, 1]) {
    const range = { number, of: 2, full: false, only };
    const found = await compareKeys(range, parts(), async function* () {});
    plans.set(comparisonName('r1', number), JSON.stringify(found));
  }
  return strangersOf(async (name) => plans.get(name), { ...RUN, options: { only: true } });
}

test('whom the list of a wave names and no record of the package, in whatever range, is found', async () => {
  expect(await strangers(new Set(['ana', 'bo', 'zoe', 'cy', 'dee', 'eve']))).toEqual(['cy', 'dee', 'eve', 'zoe']);
  expect(await strangers(new Set(['ana', 'bo']))).toEqual([]);
  expect(await strangersOf(async () => undefined, RUN)).toEqual([]);
});

test('they stand with what was left out when the package was packed, once', () => {
  const csv = { code: 'csv.broken_line', count: 1, details: ['line 3'] };
  const said = [csv, { code: 'user.wave_missing', count: 1, details: ['cy'] }];
  expect(withStrangers([csv], ['cy'])).toEqual(said);
  expect(withStrangers(said, ['cy'])).toEqual(said);
  const many = Array.from({ length: 120 }, (_, n) => `u${n}`);
  expect(withStrangers([], many)).toMatchObject([{ count: 120, details: { length: 100 } }]);
});
