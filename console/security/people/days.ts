/** People by day, for the chart: running sums over all days without a gap, and ticks for its axes. */
import type { Day } from './shapes.ts';

export const SERIES = ['imported', 'told', 'tokenLogon', 'home'] as const;
export type Series = (typeof SERIES)[number];
type Sums = Readonly<Record<Series, number>>;
/** `on`: of the day alone. `until`: with all days before. */
export type Point = { readonly day: string; readonly on: Sums; readonly until: Sums };

const DAY_MS = 86_400_000;
const NOTHING: Sums = { imported: 0, told: 0, tokenLogon: 0, home: 0 };
/** More are no migration, but a clock that was wrong once. */
const MOST_DAYS = 4000;

const numberOf = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

const plus = (one: Sums, other: Sums): Sums => ({
  imported: one.imported + other.imported,
  told: one.told + other.told,
  tokenLogon: one.tokenLogon + other.tokenLogon,
  home: one.home + other.home,
});

/** The days of several sources as one list, in their order. */
export function mergedDays(lists: readonly (readonly Day[])[]): Day[] {
  const found = new Map<string, Day>();
  for (const { day, ...sums } of lists.flat()) found.set(day, { day, ...plus(found.get(day) ?? NOTHING, sums) });
  return [...found.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** What makes `mergedDays` take these away. */
export const without = (days: readonly Day[]): Day[] =>
  days.map(({ day, imported, told, tokenLogon, home }) => ({
    day,
    imported: -imported,
    told: -told,
    tokenLogon: -tokenLogon,
    home: -home,
  }));

/** @param days in any order @param now Unix ms: days without an event are filled in until then */
export function pointsOf(days: readonly Day[], now: number): Point[] {
  if (days.length === 0) return [];
  const known = new Map(days.map((one) => [numberOf(one.day), one]));
  const last = Math.max(...known.keys(), Math.floor(now / DAY_MS));
  const first = Math.max(Math.min(...known.keys()), last - MOST_DAYS);
  const points: Point[] = [];
  let until = NOTHING;
  for (let number = first; number <= last; number += 1) {
    const { day: _day, ...on } = known.get(number) ?? { day: '', ...NOTHING };
    until = plus(until, on);
    points.push({ day: dayOf(number), on, until });
  }
  return points;
}

/** At most six whole numbers from 0 to beyond `most`, in steps of 1, 2 or 5 times a power of ten. */
export function countTicks(most: number): number[] {
  const steps = [1, 2, 5];
  for (let power = 1; ; power *= 10)
    for (const step of steps) {
      const ticks = Math.max(1, Math.ceil(most / (step * power)));
      if (ticks <= 5) return Array.from({ length: ticks + 1 }, (_, place) => place * step * power);
    }
}

const DAY_STEPS = [1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1456];

/** Which days of so many have a label, the newest first among them. @param room for how many labels there is room */
export function dayTicks(count: number, room: number): number[] {
  const step = DAY_STEPS.find((one) => count / one <= Math.max(1, room)) ?? count;
  const ticks: number[] = [];
  for (let place = count - 1; place >= 0; place -= step) ticks.unshift(place);
  return ticks;
}

const WEEK = 7;
/** Fewer say little. */
const LEAST_HOME = 20;
const LEAST_DAYS = 5;
/** A date that is further away than this is no forecast. */
const MOST_AHEAD = 60;

export type Forecast = {
  /** People who came home on a day, of the last seven whole days. */
  readonly perDay: number;
  /** How many days it still takes at this pace; absent where the pace is not steady or the end is far. */
  readonly days?: number;
};

/**
 * The pace of the last whole week, and what it means for those who can still come by themselves. A date only where it is founded: on most
 * days people came home, and the last three days were as the week.
 * @param left people who are neither home nor stuck
 */
export function forecastOf(points: readonly Point[], left: number): Forecast | undefined {
  // Today is not over.
  const week = points.slice(-1 - WEEK, -1).map(({ on }) => on.home);
  const came = week.reduce((sum, one) => sum + one, 0);
  if (week.length < WEEK || came < LEAST_HOME || week.filter((one) => one > 0).length < LEAST_DAYS) return undefined;
  const perDay = came / WEEK;
  const lately = week.slice(-3).reduce((sum, one) => sum + one, 0) / 3;
  const steady = Math.abs(lately - perDay) <= perDay / 2;
  // Those who come last come more slowly: the slower of the two paces.
  const days = Math.ceil(left / Math.min(lately, perDay));
  return { perDay, ...(steady && left > 0 && days <= MOST_AHEAD ? { days } : {}) };
}
