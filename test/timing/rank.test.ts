import { areaUnderCurve, median } from './rank.ts';

test.each([
  [[1, 2, 3], [1, 2, 3], 0.5],
  [[4, 5], [1, 2, 3], 1],
  [[1], [2, 3], 0],
  [[1, 1, 1], [1, 1], 0.5],
  [[1, 3], [2, 2], 0.5],
  [[2, 3], [1, 2], 0.875],
])('the area under the curve of %p against %p is %p', (a, b, area) => {
  expect(areaUnderCurve(a, b)).toBe(area);
});

test('the median of an odd number of values is the middle one, and of an even number the mean of two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(3);
});
