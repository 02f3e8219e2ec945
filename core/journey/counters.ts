/**
 * What one person counts in. The counters change by the difference of two journeys of the same person alone, so that they are
 * the sum over the people at any time.
 */
import type { Journey } from './journey.ts';
import { stageOf, type Times } from './stages.ts';

/** Of a source: its people by stage, by reason and by milestone. Of a day (UTC): how many came to a milestone on it. */
export type Counter = { readonly source: string; readonly name: string; readonly day?: string | undefined };
export type Difference = Counter & { readonly by: number };

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** `signed-off`: not home, and not waited for. */
export function contributions(source: string, journey: Journey & { readonly signedOffAt?: number }): Counter[] {
  const { reached, stuck, times } = journey;
  const signedOff = journey.signedOffAt !== undefined && reached !== 'home' ? ['signed-off'] : [];
  const stage = [`stage.${stageOf(journey)}`, `reached.${reached}`, ...(stuck ? [`stuck.${stuck}`] : [])];
  const names = ['people', ...stage, ...signedOff];
  const days = (Object.entries(times) as [keyof Times, number][]).map(([name, time]) => ({
    source,
    name,
    day: dayOf(time),
  }));
  return [...names.map((name) => ({ source, name })), ...days];
}

/** What the counters change by when `before` becomes `after`; no counter stands in it twice, and none that stays. */
export function differences(before: readonly Counter[], after: readonly Counter[]): Difference[] {
  const sums = new Map<string, Difference>();
  const add = (counters: readonly Counter[], by: number) => {
    for (const counter of counters) {
      const key = JSON.stringify([counter.source, counter.day, counter.name]);
      sums.set(key, { ...counter, by: (sums.get(key)?.by ?? 0) + by });
    }
  };
  add(before, -1);
  add(after, 1);
  return [...sums.values()].filter(({ by }) => by !== 0);
}
