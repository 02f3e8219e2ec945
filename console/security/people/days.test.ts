import { countTicks, dayTicks, forecastOf, mergedDays, pointsOf, without } from './days.ts';
import type { Day } from './shapes.ts';

const NOON = Date.parse('2026-05-04T12:00:00Z');
const day = (of: string, values: Partial<Day> = {}): Day => ({
  day: of,
  imported: 0,
  told: 0,
  tokenLogon: 0,
  home: 0,
  ...values,
});

test('days without an event are filled in until today, with running sums', () => {
  const points = pointsOf([day('2026-05-03', { home: 2 }), day('2026-05-01', { imported: 5, home: 1 })], NOON);
  expect(points.map(({ day: of, on, until }) => [of, on.home, until.home, until.imported])).toEqual([
    ['2026-05-01', 1, 1, 5],
    ['2026-05-02', 0, 1, 5],
    ['2026-05-03', 2, 3, 5],
    ['2026-05-04', 0, 3, 5],
  ]);
  expect(pointsOf([], NOON)).toEqual([]);
});

test('a day that a wrong clock has made centuries ago does not make a chart of centuries', () => {
  expect(pointsOf([day('1826-05-03', { home: 2 }), day('2026-05-03', { home: 1 })], NOON).length).toBeLessThan(5000);
});

test('the days of several sources are one list', () => {
  const one = [day('2026-05-02', { told: 1 }), day('2026-05-04', { told: 2 })];
  expect(mergedDays([one, [day('2026-05-01'), day('2026-05-04', { told: 5 })]]).map((of) => [of.day, of.told])).toEqual(
    [
      ['2026-05-01', 0],
      ['2026-05-02', 1],
      ['2026-05-04', 7],
    ],
  );
});

test('days can be taken away from others', () => {
  const all = [day('2026-05-02', { imported: 5, home: 2 })];
  const left = mergedDays([all, without([day('2026-05-02', { imported: 2, home: 2 })])]);
  expect(left).toEqual([day('2026-05-02', { imported: 3 })]);
});

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [7, [0, 2, 4, 6, 8]],
  [10, [0, 2, 4, 6, 8, 10]],
  [2072, [0, 500, 1000, 1500, 2000, 2500]],
  [1_000_000, [0, 200_000, 400_000, 600_000, 800_000, 1_000_000]],
])('an axis up to %i has whole, round numbers', (most, ticks) => {
  expect(countTicks(most)).toEqual(ticks);
});

test.each([
  [1, 6, [0]],
  [5, 6, [0, 1, 2, 3, 4]],
  [10, 6, [1, 3, 5, 7, 9]],
  [200, 6, [31, 87, 143, 199]],
  [9000, 2, [0]],
])('of %i days with room for %i labels the newest has one, and others at whole weeks', (count, room, ticks) => {
  const found = dayTicks(count, room);
  expect(found.at(-1)).toBe(count - 1);
  if (count < 9000) expect(found).toEqual(ticks);
});

describe('the forecast', () => {
  const week = (homes: readonly number[]) =>
    pointsOf(
      homes.map((home, place) => day(new Date(NOON - (7 - place) * 86_400_000).toISOString().slice(0, 10), { home })),
      NOON,
    );
  test('says the pace of the last whole week, and the days that are left where it is steady', () => {
    expect(forecastOf(week([10, 10, 10, 10, 10, 10, 10]), 95)).toEqual({ perDay: 10, days: 10 });
  });
  test('says no date where the pace falls or rises, the end is far, or none is left', () => {
    expect(forecastOf(week([20, 20, 20, 20, 2, 2, 2]), 50)).toEqual({ perDay: 86 / 7 });
    expect(forecastOf(week([10, 10, 10, 10, 10, 10, 10]), 5000)).toEqual({ perDay: 10 });
    expect(forecastOf(week([10, 10, 10, 10, 10, 10, 10]), 0)).toEqual({ perDay: 10 });
  });
  test('says nothing of less than a week, of few people, or of a single day’s wave', () => {
    expect(forecastOf(week([10, 10]), 50)).toBeUndefined();
    expect(forecastOf(week([1, 1, 1, 1, 1, 1, 1]), 50)).toBeUndefined();
    expect(forecastOf(week([0, 0, 0, 500, 0, 0, 0]), 50)).toBeUndefined();
  });
});
