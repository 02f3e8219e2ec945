import { partSums } from './part-sums.ts';
import { sumTotals, type Totals } from './totals.ts';

const totals = (read: number): Totals => ({ ...sumTotals([]), records: { read, unreadable: 0, rejected: 1 } });

test('parts of one generation are counted, with their totals and large changes, and those that do not say these are named', () => {
  const { add, sums } = partSums(2);
  add({ part: 1, generation: 1, totals: totals(100), large: { changed: 9, gone: 9 } });
  add({ part: 2, generation: 2, totals: totals(3), large: { changed: 1, gone: 2 } });
  add({ part: 3, generation: 2, totals: totals(4) });
  add({ part: 4, generation: 2, totals: totals(5), large: { changed: 1, gone: 0 } });
  expect(sums()).toEqual({
    finished: 3,
    totals: { ...sumTotals([]), records: { read: 12, unreadable: 0, rejected: 3 } },
    large: { changed: 2, gone: 2 },
    unsaid: [3],
  });
});
