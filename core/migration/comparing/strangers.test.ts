import { keyHash } from '#core/key-hash.ts';
import { compareAll, verified } from '#test/support/comparing.ts';
import { strangersOf, withStrangers } from './strangers.ts';

const RUN = { migration: 'r' };
const line = (userId: string, number: number, bad?: true) => ({
  line: number,
  user: keyHash(userId),
  serials: [],
  ...(bad ? { bad } : {}),
});
const parts = [
  { part: 1, lines: [line('ana', 1), line('bo', 2, true)], renames: [], unknown: { users: 0, tokens: 0 } },
];

/** Compares the package with a wave in two ranges, and asks whom of it the package does not hold. */
async function strangers(only: readonly string[]): Promise<string[]> {
  const compared = { parts, of: 2, only };
  const plans = verified(compared);
  await compareAll(compared, plans);
  return strangersOf(async (name) => plans.get(name), { ...RUN, options: { only: true } });
}

test('whom the list of a wave names and no record of the package, in whatever range, is found', async () => {
  expect(await strangers(['ana', 'bo', 'zoe', 'cy', 'dee', 'eve'])).toEqual(['cy', 'dee', 'eve', 'zoe']);
  expect(await strangers(['ana', 'bo'])).toEqual([]);
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
