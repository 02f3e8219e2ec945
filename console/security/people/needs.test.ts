import { needsOf } from './needs.ts';
import { summed } from './totals.ts';

const of = summed([
  {
    source: 'corp',
    people: 40,
    stages: { imported: 6, stuck: 34 },
    stuck: { 'no-address': 12, 'no-usable-token': 7, bounced: 5, locked: 1, 'locked-out': 9 },
    reached: { imported: 40 },
  },
]);

test('what helps most people stands first, and what passes by itself last', () => {
  expect(needsOf(of, false).map((one) => [one.of, one.count])).toEqual([
    ['no-address', 12],
    ['no-usable-token', 7],
    ['tell', 6],
    ['bounced', 5],
    ['locked', 1],
    ['locked-out', 9],
  ]);
});

test('those who are not told yet need no person while mails are on their way', () => {
  expect(needsOf(of, true).map((one) => one.of)).not.toContain('tell');
  expect(needsOf(summed([]), false)).toEqual([]);
});
