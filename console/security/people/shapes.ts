/** Parts of what GET /people/totals, /people/days and /people answer. */
import type { People, PeopleByDay, PeopleTotals } from '../../shared/http/api-types.ts';

/** `source` is empty for those who were made here. */
export type SourceTotals = PeopleTotals['sources'][number];
export type Day = PeopleByDay['days'][number];
export type ListedPerson = People['people'][number];
