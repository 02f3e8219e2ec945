/** Reads how far people have come, again and again while the page is open, at a calm pace. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PeopleByDay, PeopleTotals } from '../../shared/http/api-types.ts';
import { type Resource, useResource } from '../../shared/state/resource.ts';
import { mergedDays, without } from './days.ts';
import type { Day } from './shapes.ts';
import { type ChosenSource, queryOf } from './source.ts';
import { MADE_HERE } from './totals.ts';

const LOOK_AGAIN_MS = 10_000;
/** Numbers that are older than this are said to be old. */
const STALE_MS = 60_000;
const calmly = () => LOOK_AGAIN_MS;

export const useTotals = (): Resource<PeopleTotals> => useResource<PeopleTotals>('admin/people/totals', calmly);

/** Undefined until they are here. Without a source: of all that were imported. */
export function useDays(source: ChosenSource): { readonly days: readonly Day[] | undefined; readonly error: unknown } {
  const wanted = useResource<PeopleByDay>(`admin/people/days${queryOf({}, source)}`, calmly);
  const madeHere = useResource<PeopleByDay>(
    source === undefined ? `admin/people/days${queryOf({}, MADE_HERE)}` : undefined,
    calmly,
  );
  const [all, here] = [wanted.data?.days, source === undefined ? madeHere.data?.days : NO_DAYS];
  const days = useMemo(() => all && here && mergedDays([all, without(here)]), [all, here]);
  return { days, error: wanted.error ?? madeHere.error };
}
const NO_DAYS: readonly Day[] = [];

export type Freshness = { readonly asOf: number; readonly stale: boolean };

/** As of when the numbers are, and whether they are old: by this device's clock alone. */
export function useFreshness({ data, error }: Resource<PeopleTotals>): Freshness | undefined {
  const read = useRef<{ readonly of: PeopleTotals; readonly at: number } | undefined>(undefined);
  const [, look] = useState(0);
  if (data && read.current?.of !== data) read.current = { of: data, at: Date.now() };
  useEffect(() => {
    const timer = setInterval(() => look((turn) => turn + 1), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  if (!read.current) return undefined;
  return { asOf: read.current.of.asOf, stale: error !== undefined || Date.now() - read.current.at > STALE_MS };
}
