import { Tally } from './tally.ts';

test('names are counted, most first, with their first places', () => {
  const tally = new Tally();
  tally.add('a', 'line 1');
  for (let line = 2; line < 9; line += 1) tally.add('b', `line ${line}`);
  tally.add('a');
  expect(tally.list()).toEqual([
    { name: 'b', count: 7, where: ['line 2', 'line 3', 'line 4', 'line 5', 'line 6'] },
    { name: 'a', count: 2, where: ['line 1'] },
  ]);
  expect([tally.of('a'), tally.of('c'), tally.size, tally.inWords()]).toEqual([2, 0, 2, 'b (7), a (2)']);
});

test('of many names the first are kept apart', () => {
  const tally = new Tally();
  for (let n = 0; n < 1000; n += 1) tally.add(`name ${n}`);
  expect(tally.size).toBe(51);
  expect(tally.of('others')).toBe(950);
  expect(tally.inWords()).toBe('others (950), name 0 (1), name 1 (1), name 2 (1), name 3 (1), ...');
});
